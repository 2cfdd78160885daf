import { queryOptions } from "@tanstack/react-query";
import { queryKey } from "./keys";
import { requestText } from "./request-text";
import { exportUrl } from "./review";

/** Everything of a virtual cluster that has a form, as YAML documents. */
export function exportQuery(virtualCluster: string) {
  return queryOptions({
    queryKey: queryKey("map", virtualCluster, undefined, "export"),
    queryFn: () => requestText(exportUrl(virtualCluster)),
    enabled: virtualCluster !== "",
  });
}
