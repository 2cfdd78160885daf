import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { hasBegun, type ProviderCardProps } from "./check-registrar";
import { texts } from "./texts";

interface FoldedGroupProps extends Pick<ProviderCardProps, "group" | "entries" | "editor"> {
  children: ReactNode;
}

/**
 * A group of optional settings: open if it has a value or a mistake, folded otherwise. Its heading says what is inside, and how
 * much of it is set. The browser's own disclosure, so that its search finds what is folded, and opens it.
 */
export function FoldedGroup({ group, entries, editor, children }: FoldedGroupProps) {
  const id = useId();
  const { draft, problems, attempts } = editor;
  const set = entries.filter(({ key, set }) => (draft.fields[key] === undefined ? set : draft.fields[key]));
  const wrong = entries.filter(({ key }) => problems.fields[key]);
  const [toggled, setToggled] = useState<{ isOpen: boolean; attempts: number } | null>(null);
  // A save that failed opens a group that the user has folded, if the mistake is inside.
  const isOutdated = toggled?.attempts !== attempts && wrong.length > 0;
  const isOpen =
    toggled && !isOutdated ? toggled.isOpen : hasBegun(group, entries, draft) || wrong.length > 0;
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
      <details
        className="group"
        open={isOpen}
        onToggle={({ currentTarget: { open } }) => {
          if (open !== isOpen) setToggled({ isOpen: open, attempts });
        }}
      >
        <summary className="flex cursor-pointer list-none items-start gap-2 rounded-xl px-4 py-3 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="mt-1 size-4 shrink-0 text-subtle transition-transform group-open:rotate-90"
          />
          <span className="min-w-0 flex-1">
            <h2 id={id} className="font-semibold text-base text-ink">
              {group.title}
            </h2>
            <span className="block text-pretty text-muted text-sm group-open:hidden">
              {entries.map(({ key, wellKnown }) => wellKnown?.label ?? key).join(" · ")}
            </span>
          </span>
          {wrong.length > 0 ? (
            <Badge tone="failed">{texts.mistakes({ count: wrong.length })}</Badge>
          ) : (
            <Badge tone="outline">{texts.setInside({ count: set.length })}</Badge>
          )}
        </summary>
        <div className="grid gap-5 px-4 pb-4">
          <p className="text-pretty text-muted text-sm">{group.description}</p>
          {children}
        </div>
      </details>
    </section>
  );
}
