import fc from "fast-check";
import { isRecord } from "@/lib/istio/edit/merge-edits";
import type { ListName, MeshLists, MeshSnapshot } from "@/lib/istio/rules/mesh/snapshot";
import { meshChanges } from "./mesh-changes";

/** Values of the wrong type. */
const misfits = fc.constantFrom<unknown>(
  null,
  "",
  "text",
  7,
  -1,
  true,
  [],
  {},
  [null],
  ["text", 3],
  { a: null },
  {
    constructor: null,
  },
);

/** A tree like the given one, with some branches missing or of the wrong type. */
function loosened(value: unknown, likelihood: number): fc.Arbitrary<unknown> {
  const inner: fc.Arbitrary<unknown> = Array.isArray(value)
    ? fc.tuple(...value.map((entry) => loosened(entry, likelihood)))
    : isRecord(value)
      ? fc
          .tuple(
            ...Object.entries(value).map(([key, entry]) =>
              fc
                .option(loosened(entry, likelihood), { freq: 12, nil: undefined })
                .map((loose) => [key, loose]),
            ),
          )
          .map((entries) => Object.fromEntries(entries))
      : fc.constant(value);
  return fc.oneof({ weight: likelihood, arbitrary: inner }, { weight: 1, arbitrary: misfits });
}

const lists: readonly ListName[] = [
  "gateways",
  "virtualServices",
  "destinationRules",
  "serviceEntries",
  "services",
];

/** Objects as an API server holds them if no schema has validated them: only what identifies one is certain to exist. */
export const looseObjects: fc.Arbitrary<{ list: ListName; object: MeshLists[ListName] }[]> = fc.array(
  meshChanges
    .filter(({ list }) => lists.includes(list))
    .chain(({ list, object }) => {
      const { metadata, kind, ...rest } = object as Exclude<MeshLists[ListName], { podLabels: object }> & {
        metadata: Record<string, unknown>;
        kind: string;
      };
      const { name, namespace, ...more } = metadata;
      return fc.tuple(loosened(rest, 14), loosened(more, 8)).map(([body, meta]) => ({
        list,
        object: {
          apiVersion: "networking.istio.io/v1",
          kind,
          ...(isRecord(body) ? body : {}),
          metadata: { ...(isRecord(meta) ? meta : {}), name, namespace },
        } as unknown as MeshLists[ListName],
      }));
    }),
  { maxLength: 8 },
);

export function withObjects(
  snapshot: MeshSnapshot,
  objects: readonly { list: ListName; object: MeshLists[ListName] }[],
): MeshSnapshot {
  const next = { ...snapshot };
  for (const { list, object } of objects)
    (next as Record<ListName, object[]>)[list] = [...(next[list] as object[]), object];
  return next;
}
