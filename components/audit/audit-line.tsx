"use client";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { PageLink } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { AuditEntry } from "@/lib/api/audit";
import { actWord, objectLink, objectTitle } from "./audit-words";
import { texts } from "./texts";

const EntryDetails = deferred(
  () => import("./entry-details").then((module) => module.EntryDetails),
  () => <Skeleton className="h-64 w-full" />,
);

/** An entry as a list item: who did what, to what, from where. It opens to its changes. */
export function AuditLine({ entry, bare = false }: { entry: AuditEntry; bare?: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const word = actWord(entry.action);
  const title = objectTitle(entry);
  const href = objectLink(entry);
  const who = entry.actorKind === "runner" ? texts.byLamia : entry.actor;
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3">
        <div className="min-w-0">
          <p className="text-pretty break-words text-ink">
            {word}{" "}
            {bare || title === "" ? null : href && entry.action !== "object.deleted" ? (
              <PageLink href={href} className="rounded-sm font-mono underline-offset-3 hover:underline">
                {title}
              </PageLink>
            ) : (
              <span className="font-mono">{title}</span>
            )}
            {entry.summary ? <span className="wrap-anywhere text-muted"> {entry.summary}</span> : null}
          </p>
          <p className="mt-0.5 flex flex-wrap gap-x-1.5 wrap-anywhere text-subtle text-xs">
            <span className="text-muted">{who}</span>
            {entry.causedBy ? <span>{texts.because({ actor: entry.causedBy })}</span> : null}
            {entry.address ? <span>{texts.from({ address: entry.address })}</span> : null}
            {bare || entry.virtualCluster === null || title === entry.virtualCluster ? null : (
              <span className="font-mono">
                <span className="max-sm:hidden">· </span>
                {entry.virtualCluster}
              </span>
            )}
          </p>
        </div>
        <div className="flex items-center gap-2">
          <RelativeTime at={entry.at} className="text-subtle text-xs leading-5" />
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={id}
            aria-label={texts.show({ seq: entry.seq, what: `${word} ${title}`.trim() })}
            onClick={() => setIsOpen(!isOpen)}
            className="grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            <ChevronDown aria-hidden className={cn("size-4 transition-transform", isOpen && "rotate-180")} />
          </button>
        </div>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen ? <EntryDetails entry={entry} /> : null}
      </div>
    </li>
  );
}
