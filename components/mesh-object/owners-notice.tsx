import { Callout } from "@/components/ui/notices";
import type { FieldOwner } from "@/lib/api/mesh-object";

/** How Lamia calls itself as a field manager; see `lib/kubernetes/ownership`. */
const own = "lamia";
const mostNamed = 12;
/** What controllers count, and nobody edits. */
const counted = ["metadata.annotations.deployment.kubernetes.io/revision"];

export interface ForeignOwner {
  manager: string;
  /** Dotted paths, without those of the status; at most a dozen and a word for the rest. */
  fields: string[];
}

/** The other writers of an object, each once, with the fields that a person would edit. */
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
  return [...fields.slice(0, mostNamed), `and ${fields.length - mostNamed} more`];
}

/** Tells that others write some of the object's fields too, and which. */
export function OwnersNotice({ owners, editing }: { owners: readonly FieldOwner[]; editing?: boolean }) {
  const others = foreignOwners(owners);
  if (others.length === 0) return null;
  return (
    <Callout title={`This object is also managed by ${others.map(({ manager }) => manager).join(", ")}`}>
      <p className="text-muted">
        {editing
          ? "Changing one of their fields asks before it is taken over. All others stay as they are."
          : "An edit here changes its own fields only; what others own is taken over only when you say so."}
      </p>
      <details className="mt-1">
        <summary className="w-fit cursor-pointer rounded-sm">Their fields</summary>
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
