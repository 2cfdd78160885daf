"use client";
import type { LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";

export interface FoundObject {
  /** Unique, e.g. "gateway/vamp-demo/gw-1". */
  id: string;
  /** "Gateway", "Virtual Cluster", … */
  kind: string;
  name: string;
  icon: LucideIcon;
  /** Where it lives, e.g. its virtual cluster. */
  context?: string | undefined;
  href: string;
}

/** Finds objects by a text; `signal` is aborted when the text has changed meanwhile. */
export type SearchObjects = (query: string, signal: AbortSignal) => Promise<readonly FoundObject[]>;

const pauseInMilliseconds = 150;
const none: readonly FoundObject[] = [];

/** Searches a moment after the last key; what failed or came too late is dropped. */
export function useObjectSearch(query: string, search: SearchObjects | undefined) {
  const [answer, setAnswer] = useState({ query: "", found: none });
  const text = query.trim();
  const wanted = search !== undefined && text.length > 0;

  useEffect(() => {
    if (!search || !text) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(text, abort.signal)
        .catch(() => none)
        .then((found) => {
          if (!abort.signal.aborted) setAnswer({ query: text, found });
        });
    }, pauseInMilliseconds);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [search, text]);

  return { found: wanted ? answer.found : none, searching: wanted && answer.query !== text };
}
