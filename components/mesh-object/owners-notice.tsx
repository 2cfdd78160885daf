import { Callout } from "@/components/ui/notices";
import type { FieldOwner } from "@/lib/api/mesh-object";
import { texts } from "./texts";

/** Lamia's name as a field manager; see `lib/kubernetes/ownership`. */
const own = "lamia";
const mostNamed = 12;
/** Counters of controllers, which nobody edits. */
const counted = ["metadata.annotations.deployment.kubernetes.io/revision"];

export interface ForeignOwner {
  manager: string;
  /** Dotted paths, without the status; at most a dozen and a word for the rest. */
  fields: string[];
}

/** The other field managers of an object, each once, with the fields that a user might edit. */
export function foreignOwners(owners: readonly FieldOwner[]): ForeignOwner[] {
  const byManager = new Map<string, Set<string>>();
  for (const { manager, fields } of owners) {
    if (manager === own) continue;
    const shown = fields.filter((field) => !field.startsWith("status") && !counted.includes(field));
    const known = byManager.get(manager) ?? new Set<string>();
    for (const field of shown) known.add(field);
    byManager.set(manager, known);
  }
  return [...byManager]
    .map(([manager, fields]) => ({ manager, fields: shortened([...fields]) }))
    .filter(({ fields }) => fields.length > 0);
}

function shortened(fields: string[]): string[] {
  if (fields.length <= mostNamed) return fields;
  return [...fields.slice(0, mostNamed), texts.andMore({ count: fields.length - mostNamed })];
}

/** Says which fields of the object others manage. */
export function OwnersNotice({ owners, editing }: { owners: readonly FieldOwner[]; editing?: boolean }) {
  const others = foreignOwners(owners);
  if (others.length === 0) return null;
  return (
    <Callout
      title={texts.managedBy({
        managers: others.map(({ manager }) => manager).join(", "),
        count: others.length,
      })}
    >
      <p className="text-muted">{editing ? texts.asksBeforeTakeOver : texts.onlyOwnFields}</p>
      <details className="mt-1">
        <summary className="w-fit cursor-pointer rounded-sm">{texts.theirFields}</summary>
        <ul className="mt-1 space-y-0.5">
          {others.map(({ manager, fields }) => (
            <li key={manager}>
              {manager}: <span className="break-words font-mono text-xs">{fields.join(", ")}</span>
            </li>
          ))}
        </ul>
      </details>
    </Callout>
  );
}
