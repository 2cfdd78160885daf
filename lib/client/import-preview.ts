import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { queryKey } from "./keys";
import { importObjects } from "./review";

export interface ImportPreview {
  text: string;
  /** Positions of the chosen documents; all when left out. What is found depends on what is imported together. */
  only?: number[];
}

/** What an import would do, kept true while the cluster changes; the text should change no faster than it is answered. */
export function importPreviewQuery(virtualCluster: string, { text, only }: ImportPreview) {
  return queryOptions({
    queryKey: queryKey("findings", virtualCluster, undefined, { import: text, only }),
    queryFn: () => importObjects(virtualCluster, { text, apply: false, ...(only ? { only } : {}) }),
    enabled: virtualCluster !== "" && text.trim() !== "",
    placeholderData: keepPreviousData,
    // Texts can be large, and are hardly asked for twice.
    gcTime: 0,
  });
}
