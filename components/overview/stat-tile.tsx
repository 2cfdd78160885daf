import type { ReactNode } from "react";
import { type State, stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import type { OverviewNumber } from "./overview-numbers";

export interface StatTileProps {
  label: string;
  number: OverviewNumber;
  /** Below the number, e.g. "1 needs attention"; with `href` it leads to those that it counts. */
  note: { text: string; href?: string | undefined };
  /** Colours the note; plain without it. */
  state?: State | undefined;
  icon: ReactNode;
}

/** One number of the overview; the whole tile leads to what is counted, but for a note that counts something else. */
export function StatTile({ label, number, note, state, icon }: StatTileProps) {
  const noteStyles = cn("justify-self-start text-xs", state ? stateStyles[state].text : "text-subtle");
  return (
    <li
      className={cn(
        "relative grid gap-0.5 rounded-xl border border-line bg-surface p-4 shadow-low transition-colors",
        "hover:border-line-strong hover:bg-hover/60 max-md:last:odd:col-span-2",
      )}
    >
      <PageLink href={number.href} className="grid gap-0.5 rounded-xl after:absolute after:inset-0">
        <span className="flex items-center gap-2 text-muted text-sm [&_svg]:size-4 [&_svg]:text-subtle">
          {icon}
          {label}
        </span>
        <span className="font-semibold text-2xl text-ink tabular-nums">
          {number.count.toLocaleString("en")}
        </span>
      </PageLink>
      {note.href === undefined ? (
        <span className={noteStyles}>{note.text}</span>
      ) : (
        <PageLink
          href={note.href}
          className={cn(noteStyles, "relative rounded-sm underline-offset-3 hover:underline")}
        >
          {note.text}
        </PageLink>
      )}
    </li>
  );
}
