"use client";
import { useQuery } from "@tanstack/react-query";
import { Children } from "react";
import { CopyLine } from "@/components/ui/copy-button";
import { deferred } from "@/components/ui/deferred";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { useSettled } from "@/components/ui/use-settled";
import type { Status } from "@/lib/api/stream";
import { statusQuery } from "@/lib/client/activity";
import { NamesList } from "./columns";
import { texts } from "./texts";

/** Rarely shown. */
const WrongClock = deferred(
  () => import("./wrong-clock").then((module) => module.WrongClock),
  () => null,
);

const DatabaseAway = deferred(
  () => import("./database-away").then((module) => module.DatabaseAway),
  () => null,
);

const MissingRights = deferred(
  () => import("./missing-rights").then((module) => module.MissingRights),
  () => null,
);

/**
 * Says on every page that the cluster, or part of it, isn't visible, and since when the page may be stale; that a
 * clock is wrong, which is often why; that the database can't be used; and which rights Lamia lacks.
 */
export function ClusterAway() {
  const { data: status } = useQuery(statusQuery());
  if (!status) return null;
  return (
    <>
      {status.database ? <DatabaseAway problem={status.database} /> : null}
      {status.clock ? <WrongClock {...status.clock} /> : null}
      <NotVisible {...status.cluster} />
      {status.cluster.missingRights.length > 0 ? (
        <MissingRights rights={status.cluster.missingRights} />
      ) : null}
    </>
  );
}

/** A shorter break is no news, and would move the page down and up again. */
const briefInMilliseconds = 3000;

function NotVisible({ state, note, stale, staleSince }: Status["cluster"]) {
  const isVisible = state === "connected";
  const hasLasted = !useSettled(isVisible, briefInMilliseconds);
  if (isVisible || !hasLasted) return null;
  if (state === "reconnecting")
    return (
      <Callout tone="failed" title={texts.noAnswer}>
        {note} <Since at={staleSince} /> {texts.triesAgain}
      </Callout>
    );
  if (state === "partial")
    return (
      <Callout tone="failed" title={texts.partlySeen}>
        <p>{texts.partlySeenHelp}</p>
        <StaleKinds stale={stale} />
      </Callout>
    );
  if (state === "refused")
    return (
      <Callout tone="blocked" title={texts.refused}>
        <p>
          {note} <Since at={staleSince} />
        </p>
      </Callout>
    );
  return null;
}

function Since({ at }: { at: string | null }) {
  if (at === null) return texts.nothingSeen;
  return Children.toArray(texts.asOf({ time: <RelativeTime at={at} /> }));
}

/** What several kinds have in common is said once, with the oldest time. */
function StaleKinds({ stale }: Pick<Status["cluster"], "stale">) {
  const alike = Map.groupBy(stale, ({ since, note }) => JSON.stringify([since === null, note]));
  return (
    <ul className="mt-1 list-disc pl-5">
      {[...alike].map(([key, kinds]) => {
        const [oldest] = kinds.map(({ since }) => since).toSorted();
        return (
          <li key={key}>
            <span className="break-words font-mono text-xs">{kinds.map(({ kind }) => kind).join(", ")}</span>:{" "}
            {oldest == null
              ? texts.notSeen
              : Children.toArray(texts.kindAsOf({ time: <RelativeTime at={oldest} /> }))}
            . {kinds[0]?.note}
          </li>
        );
      })}
    </ul>
  );
}

/** The Istio parts that the panel needs and the cluster lacks, by name; nothing when complete. */
export function ClusterProblems() {
  const { data: status } = useQuery(statusQuery());
  return status && status.cluster.missingKinds.length > 0 ? <MissingKinds cluster={status.cluster} /> : null;
}

const installCommand = "istioctl install";

function MissingKinds({ cluster: { missingKinds } }: { cluster: Status["cluster"] }) {
  const ofIstio = missingKinds.every((name) => name.endsWith(".istio.io"));
  return (
    <Callout tone="blocked" title={ofIstio ? texts.noIstio : texts.missingKinds}>
      <p>{texts.notDefined({ count: missingKinds.length })}</p>
      <NamesList names={missingKinds} />
      {ofIstio ? (
        <p className="mt-1">
          {Children.toArray(
            texts.installIstio({
              page: <TextLink href="/istio">{texts.istio}</TextLink>,
              command: <CopyLine text={installCommand} />,
            }),
          )}
        </p>
      ) : null}
    </Callout>
  );
}
