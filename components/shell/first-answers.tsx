"use client";
import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";

/** Those that have been put into the cache already. */
const taken = new WeakSet<DehydratedState>();

/**
 * Puts the answers that came with the page into the cache, once: who comes back to the page later has a cache that
 * knows better, for instance that the object has been deleted since.
 */
export function FirstAnswers({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const [first] = useState(() => (taken.has(state) ? null : state));
  useEffect(() => {
    taken.add(state);
  }, [state]);
  return <HydrationBoundary state={first}>{children}</HydrationBoundary>;
}
