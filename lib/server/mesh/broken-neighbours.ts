import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import { brokenNeighboursOf } from "@/lib/istio/rules/broken-neighbours";
import type { Mesh } from "./mesh";

/** A walk asks twenty times a second while its host is not served, and there may be hundreds of walks. */
const keptMs = 1000;

/** Asks the mesh what keeps a host from being served, and gives the same answer for a second. */
export function brokenNeighbours(mesh: Pick<Mesh, "lookups" | "tally">, now: () => number = Date.now) {
  let keptUntil = 0;
  let answers: Map<string, string[]> | null = null;

  return (target: SecuredHost): string[] => {
    if (now() >= keptUntil) {
      const { codes } = mesh.tally();
      answers = codes.has("LAM0114") || codes.has("IST0161") ? new Map() : null;
      keptUntil = now() + keptMs;
    }
    if (!answers) return [];
    const key = keyOf(target);
    const known = answers.get(key) ?? brokenNeighboursOf(mesh.lookups(), target);
    answers.set(key, known);
    return known;
  };
}
