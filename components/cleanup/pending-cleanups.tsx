"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { Countdown } from "@/components/ui/time/relative-time";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { everywhere } from "@/lib/model/roles";
import { BrakeCard } from "./brake-card";
import { useCleanupActions } from "./cleanup-actions";
import { nameOf } from "./cleanup-line";
import { texts } from "./texts";

const shown = 3;

/**
 * Whether the pending cleanups are known; until then, a page with this notice on top would render the rest and then
 * move it down.
 */
export function useCleanupsKnown(): boolean {
  return !useQuery(someCleanupsQuery()).isPending;
}

/**
 * Where the notice belongs on the page of a virtual cluster: on top if there are pending cleanups when the page opens;
 * below if they begin while you read, so that nothing moves. Null until it is known.
 */
export function useCleanupsPlace(virtualCluster: string): "top" | "bottom" | null {
  const { data } = useQuery(someCleanupsQuery());
  const place = useRef<"top" | "bottom" | null>(null);
  const isPending = data?.items.some((each) => each.virtualCluster === virtualCluster);
  if (isPending !== undefined) place.current ??= isPending ? "top" : "bottom";
  return place.current;
}

/**
 * Lists pending cleanups with Undo, in places where you look for what has just disappeared. For one virtual
 * cluster, or all.
 */
export function PendingCleanups({ virtualCluster }: { virtualCluster?: string | undefined }) {
  const { data } = useQuery(someCleanupsQuery());
  const { keep } = useCleanupActions();
  const pending = (data?.items ?? []).filter(
    (each) => virtualCluster === undefined || each.virtualCluster === virtualCluster,
  );
  if (pending.length === 0) return null;
  const isBraked = pending.some(({ state }) => state === "braked");
  // The decision belongs on the page of the virtual cluster whose gateways were deleted.
  if (isBraked && virtualCluster !== undefined) return <BrakeCard virtualCluster={virtualCluster} />;
  return (
    <Callout
      tone={isBraked ? "blocked" : "waiting"}
      title={isBraked ? texts.pausedTitle : texts.pendingTitle({ count: pending.length })}
    >
      {isBraked ? (
        <p>{texts.pausedShort}</p>
      ) : (
        <ul className="mt-1 grid gap-1">
          {pending.slice(0, shown).map((cleanup) => (
            <li key={cleanup.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="break-all font-mono">{nameOf(cleanup)}</span>
              {cleanup.state === "grace" && cleanup.graceUntil !== null ? (
                <Countdown to={cleanup.graceUntil} prefix={`${texts.losesIn} `} dueText={texts.losesSoon} />
              ) : (
                <span>{texts.isBeingRemoved}</span>
              )}
              <AllowedButton
                needs={["editor", everywhere]}
                size="sm"
                busy={keep.isPending && keep.variables?.includes(cleanup)}
                onClick={() => keep.mutate([cleanup])}
                aria-label={texts.undoFor({ host: nameOf(cleanup) })}
              >
                {texts.undo}
              </AllowedButton>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1">
        <TextLink href="/cleanups">
          {pending.length > shown && !isBraked ? texts.seeAll({ count: pending.length }) : texts.see}
        </TextLink>
      </p>
    </Callout>
  );
}
