import type { Place } from "@/lib/gateway/world";
import type { SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { isOurs } from "@/lib/kubernetes/ownership";
import type { ObjectStore } from "../object-store";
import type { SecretsParts } from "./followed-secrets";

/** Each Secret is read this often, but all together not more often than that. */
const everyMs = 15_000;
const spacingMs = 50;

export interface PolledPlaces {
  /** Resolves when each place has been read once. */
  readonly first: Promise<void>;
  readonly ended: Promise<void>;
}

/**
 * Reads Secrets by their names, again and again, because RBAC has no watch for names that aren't known beforehand. A Secret
 * goes from the store only when the API server says that exactly this one doesn't exist.
 */
export function pollPlaces(
  { common: { signal, pause }, read }: Pick<SecretsParts, "common" | "read">,
  store: ObjectStore<SecretObject>,
  places: () => readonly Place[],
  begin: Promise<unknown>,
): PolledPlaces {
  async function look({ namespace, name }: Place): Promise<void> {
    const held = store.get(namespace, name);
    const doubt = { namespace, name, held };
    const sighting = await read(namespace, name);
    if (signal.aborted || sighting.presence === "unknown") return;
    if (sighting.object && isOurs(sighting.object)) store.sight(doubt, sighting.object);
    else store.bury(doubt, "");
  }

  /** What is noted, and what was once read and isn't noted any more, until it is gone. */
  function round(): Place[] {
    const held = store.list().map(({ metadata: { namespace = "", name } }) => ({ namespace, name }));
    return [
      ...new Map([...places(), ...held].map((each) => [`${each.namespace}/${each.name}`, each])).values(),
    ];
  }

  const first = begin.then(() => Promise.all(round().map(look))).then(() => undefined);

  async function run(): Promise<void> {
    const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await Promise.race([first, aborted]);
    while (!signal.aborted) {
      const due = round();
      const spacing = due.length === 0 ? everyMs : Math.max(spacingMs, everyMs / due.length);
      for (const place of due) {
        await pause(spacing, signal);
        if (signal.aborted) return;
        await look(place);
      }
      if (due.length === 0) await pause(spacing, signal);
    }
  }

  return { first, ended: run() };
}
