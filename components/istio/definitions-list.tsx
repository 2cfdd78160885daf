import { StatusIcon } from "@/components/ui/badge";
import type { IstioView } from "@/lib/api/istio";

/** Istio's resource definitions, those that the panel needs first. */
export function DefinitionsList({ items }: { items: IstioView["definitions"]["items"] }) {
  if (items.length === 0) return null;
  const sorted = [...items].sort((one, other) => Number(other.needed) - Number(one.needed));
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
        {items.filter(({ present }) => present).length} of {items.length} definitions
      </summary>
      <ul className="mt-1.5 grid gap-1">
        {sorted.map(({ name, present, versions, needed }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 text-xs">
            <StatusIcon
              state={present ? "done" : needed ? "blocked" : "idle"}
              decorative
              className="size-3.5"
            />
            <span className="min-w-0 break-all font-mono text-ink">{name}</span>
            <span className="text-subtle">
              {present ? versions.join(", ") : needed ? "missing" : "missing, not needed here"}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
