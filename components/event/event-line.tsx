"use client";
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { Readable } from "@/components/gateway/host-name";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { gatewayPath, virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { Level } from "@/lib/api/choices";
import type { EventView } from "@/lib/api/event";
import { texts } from "./texts";

export interface EventLineProps {
  event: EventView;
  /** It arrived while the page was open, so it slides in. */
  isNew?: boolean;
  /** Omits the place: the page is about that. */
  bare?: boolean;
}

/** One event as a list item: what happened, what to do, where and when. */
export function EventLine({ event, isNew = false, bare = false }: EventLineProps) {
  const { icon: Icon, looks, word } = levelLooks[event.level];
  const { virtualCluster, gateway } = event;
  return (
    <li
      className={cn(
        "grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-4 py-2.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)_auto]",
        isNew && "animate-pop-in",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", looks)} />
      <div className="min-w-0">
        <p className="text-pretty break-words text-ink">
          <span className="sr-only">{word}: </span>
          <Readable text={event.message} />
        </p>
        {event.remedy ? (
          <p className="text-pretty break-words text-muted">
            <Readable text={event.remedy} />
          </p>
        ) : null}
        {bare || virtualCluster === null ? null : (
          <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-subtle text-xs">
            <Where href={virtualClusterPath(virtualCluster)}>{virtualCluster}</Where>
            {gateway === null ? null : (
              <>
                <span aria-hidden>/</span>
                <Where href={gatewayPath(virtualCluster, gateway)}>{gateway}</Where>
              </>
            )}
            <span aria-hidden>·</span>
            <span className="font-mono">{event.type}</span>
          </p>
        )}
      </div>
      <RelativeTime at={event.at} className="text-subtle text-xs leading-5 max-sm:col-start-2" />
    </li>
  );
}

function Where({ href, children }: { href: string; children: string }) {
  return (
    <PageLink href={href} className="rounded-sm font-mono underline-offset-3 hover:text-ink hover:underline">
      {children}
    </PageLink>
  );
}

/** Look and name of each level. */
export const levelLooks = {
  info: { icon: Info, looks: "text-running", word: texts.information },
  success: { icon: CircleCheck, looks: "text-done", word: texts.success },
  warning: { icon: TriangleAlert, looks: "text-blocked", word: texts.warning },
  error: { icon: CircleAlert, looks: "text-failed", word: texts.error },
} as const satisfies Record<Level, { icon: LucideIcon; looks: string; word: string }>;

/**
 * Identifies the items that arrived after the first render of the list, so that only they slide in. Ids are
 * increasing numbers as text. A new `list` (another filter) starts over.
 */
export function useNewest(
  items: readonly { id: string }[] | undefined,
  list: string,
): (id: string) => boolean {
  const first = useRef<{ list: string; newest: bigint } | null>(null);
  if (items && first.current?.list !== list) {
    const [newest = 0n] = items.map(({ id }) => BigInt(id)).sort((one, other) => (one > other ? -1 : 1));
    first.current = { list, newest };
  }
  const newest = first.current?.newest;
  return (id) => newest !== undefined && BigInt(id) > newest;
}
