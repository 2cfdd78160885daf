import type { partStates } from "@/lib/api/istio";

export type PartState = (typeof partStates)[number];

export interface Part {
  state: PartState;
  note: string;
  remedy: string | null;
}

const byUrgency: readonly PartState[] = ["broken", "missing", "unknown", "working", "ok"];

export function worst(states: readonly PartState[]): PartState {
  return byUrgency.find((state) => states.includes(state)) ?? "ok";
}

export function part(state: PartState, note: string, remedy: string | null = null): Part {
  return { state, note, remedy };
}

/** The version in an image's tag, e.g. `1.27.3` of `docker.io/istio/pilot:1.27.3-distroless`; null for `auto`. */
export function versionOfImage(image: string | undefined): string | null {
  return /:(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)[.\w]*)?)/.exec(image ?? "")?.[1] ?? null;
}
