import type { Overview } from "@/lib/api/overview";

/** How many gateways somebody should look at: those that are blocked or have failed. */
export function needingAttention(states: Overview["gateways"]["states"]): number {
  return states.blocked + states.failed;
}
