"use client";
import { useSyncExternalStore } from "react";
import { densityKey } from "./density-script";

/** The density of tables in this browser. */
export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

const listeners = new Set<() => void>();

export function setDensity(density: Density): void {
  if (density === "compact") document.documentElement.dataset.density = density;
  else delete document.documentElement.dataset.density;
  try {
    if (density === "compact") localStorage.setItem(densityKey, density);
    else localStorage.removeItem(densityKey);
  } catch {
    // A browser without storage only forgets the choice.
  }
  for (const listener of listeners) listener();
}

export function useDensity(): Density {
  return useSyncExternalStore<Density>(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (document.documentElement.dataset.density === "compact" ? "compact" : "comfortable"),
    () => "comfortable",
  );
}
