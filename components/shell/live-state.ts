import type { Status } from "@/lib/api/status";

/**
 * What the header says of how fresh the pages are. A stream that is open carries nothing from a cluster that the
 * panel does not see; until it is known whether it does, nothing is promised.
 */
export function liveStateOf(
  stream: "connecting" | "live" | "reconnecting",
  cluster: Status["cluster"]["state"] | undefined,
): Freshness {
  if (stream !== "live") return stream;
  if (cluster === undefined) return "connecting";
  if (cluster === "connected") return "live";
  return cluster === "partial" ? "partial" : "away";
}

export type Freshness = "live" | "connecting" | "reconnecting" | "partial" | "away";
