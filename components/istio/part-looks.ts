import type { State } from "@/components/ui/badge";
import type { IstioView } from "@/lib/api/istio";

/** How the state of a part of Istio looks and is called. */
export const partLooks = {
  ok: { state: "done", label: "Healthy" },
  working: { state: "running", label: "Starting" },
  missing: { state: "blocked", label: "Missing" },
  broken: { state: "failed", label: "Broken" },
  unknown: { state: "idle", label: "Unknown" },
} as const satisfies Record<IstioView["state"], { state: State; label: string }>;
