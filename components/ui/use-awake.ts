"use client";
import { useSyncExternalStore } from "react";

const subscribe = () => () => {};

/** Whether the browser has hydrated the page: until then, what the server rendered ignores clicks and keys. */
export function useAwake(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
