import type { ReactNode } from "react";
import type { IstioView } from "@/lib/api/istio";
import { PartBadge } from "./part-badge";
import { RemedyText } from "./remedy-text";

export interface PartRowProps {
  title: string;
  /** Beside the title: a version, a count. */
  aside?: ReactNode;
  part: { state: IstioView["state"]; note: string; remedy: string | null };
  children?: ReactNode;
}

/** One part of Istio: whether it is there and well, and what to do when it is not. */
export function PartRow({ title, aside, part, children }: PartRowProps) {
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[11rem_7rem_1fr] sm:items-start">
      <p className="flex flex-wrap items-baseline gap-x-2 font-medium text-ink text-sm">
        {title}
        {aside ? <span className="font-normal text-subtle text-xs">{aside}</span> : null}
      </p>
      <div>
        <PartBadge state={part.state} />
      </div>
      <div className="min-w-0 text-sm">
        <p className="text-pretty break-words text-ink">{part.note}</p>
        {part.remedy ? <RemedyText remedy={part.remedy} /> : null}
        {children}
      </div>
    </li>
  );
}
