import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/page-link";
import { type State, stateLooks } from "@/components/ui/states";

export interface StatTileProps {
  label: string;
  value: number;
  /** Below the number, e.g. "1 needs attention". */
  note: string;
  /** Colours the note; plain without it. */
  state?: State | undefined;
  icon: ReactNode;
  href: string;
}

/** One number of the overview; the whole tile leads to what is counted. */
export function StatTile({ label, value, note, state, icon, href }: StatTileProps) {
  return (
    <li className="max-md:last:odd:col-span-2">
      <PageLink
        href={href}
        className={cn(
          "grid h-full gap-0.5 rounded-xl border border-line bg-surface p-4 shadow-low transition-colors",
          "hover:border-line-strong hover:bg-hover/60",
        )}
      >
        <span className="flex items-center gap-2 text-muted text-sm [&_svg]:size-4 [&_svg]:text-subtle">
          {icon}
          {label}
        </span>
        <span className="font-semibold text-2xl text-ink tabular-nums">{value.toLocaleString("en")}</span>
        <span className={cn("text-xs", state ? stateLooks[state].text : "text-subtle")}>{note}</span>
      </PageLink>
    </li>
  );
}
