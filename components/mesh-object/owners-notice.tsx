import { Callout } from "@/components/ui/notices";
import type { FieldOwner } from "@/lib/api/mesh-object";
import { foreignOwners } from "./foreign-owners";

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
