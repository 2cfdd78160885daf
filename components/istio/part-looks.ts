import type { State } from "@/components/ui/states";
import type { IstioView } from "@/lib/api/istio";

/** How the state of a part of Istio looks and is called. */
export const partLooks = {
  ok: { state: "done", label: "Well" },
  working: { state: "running", label: "On the way" },
  missing: { state: "blocked", label: "Missing" },
  broken: { state: "failed", label: "Broken" },
  unknown: { state: "idle", label: "Not seen" },
} as const satisfies Record<IstioView["state"], { state: State; label: string }>;
