"use client";
import { useSyncExternalStore } from "react";

let phoneQuery: MediaQueryList | undefined;

/** Made once: it is asked with every frame of a scrolling table. */
const phone = () => {
  phoneQuery ??= matchMedia("(width < 40rem)");
  return phoneQuery;
};

function subscribe(listener: () => void): () => void {
  phone().addEventListener("change", listener);
  return () => phone().removeEventListener("change", listener);
}

/** Whether rows are drawn as cards: less than 640 px of width. False on the server. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => phone().matches,
    () => false,
  );
}
