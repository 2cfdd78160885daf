import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { OnlineAnswer, OnlineRequest } from "@/lib/api/online";
import { queryKey } from "./keys";
import { request } from "./request";

/** Creates what puts an application online; with `apply: false` it only shows it. */
export function putOnline(virtualCluster: string, body: OnlineRequest): Promise<OnlineAnswer> {
  return request("POST", `/virtual-clusters/${encodeURIComponent(virtualCluster)}/online`, body);
}

/** What would be created, kept true while the cluster changes; the request should change no faster than it is answered. */
export function onlineQuery(virtualCluster: string, body: OnlineRequest | null) {
  return queryOptions({
    queryKey: queryKey("findings", virtualCluster, undefined, { online: body }),
    queryFn: () => putOnline(virtualCluster, { ...(body as OnlineRequest), apply: false }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
