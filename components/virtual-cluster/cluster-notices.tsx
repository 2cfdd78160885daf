"use client";
import { useQuery } from "@tanstack/react-query";
import { CopyLine } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { Status } from "@/lib/api/stream";
import { statusQuery } from "@/lib/client/activity";
import { NamesList } from "./columns";

/** Says on every page that the cluster, or a part of it, is not seen, and since when what is shown may be old. */
export function ClusterAway() {
  const { data: status } = useQuery(statusQuery());
  if (!status) return null;
  const { state, note, missingPermissions, stale, staleSince } = status.cluster;
  if (state === "reconnecting")
    return (
      <Callout tone="failed" title="The cluster does not answer">
        {note} <Since at={staleSince} /> The panel tries again by itself.
      </Callout>
    );
  if (state === "partial")
    return (
      <Callout tone="failed" title="A part of the cluster is not seen">
        <p>
          What the pages show of it may be old, and nothing is removed for it. The panel tries again by
          itself.
        </p>
        <StaleKinds stale={stale} />
      </Callout>
    );
  if (state === "refused")
    return (
      <Callout tone="blocked" title="The cluster does not let the panel look">
        <p>
          {note} <Since at={staleSince} />
        </p>
        {missingPermissions.length > 0 ? (
          <>
            <p className="mt-1">The panel's account lacks these permissions:</p>
            <NamesList names={missingPermissions} />
          </>
        ) : null}
      </Callout>
    );
  return null;
}

function Since({ at }: { at: string | null }) {
  if (at === null) return "Nothing has been seen of it yet.";
  return (
    <>
      What you see is what was there <RelativeTime at={at} />.
    </>
  );
}

function StaleKinds({ stale }: Pick<Status["cluster"], "stale">) {
  return (
    <ul className="mt-1 list-disc pl-5">
      {stale.map(({ kind, since, note }) => (
        <li key={kind}>
          <span className="font-mono text-xs">{kind}</span>:{" "}
          {since === null ? (
            "not seen yet"
          ) : (
            <>
              as of <RelativeTime at={since} />
            </>
          )}
          . {note}
        </li>
      ))}
    </ul>
  );
}

/** What the cluster lacks of what the panel works with, each by its name. Nothing when all is there. */
export function ClusterProblems() {
  const { data: status } = useQuery(statusQuery());
  return status && status.cluster.missingKinds.length > 0 ? <MissingKinds cluster={status.cluster} /> : null;
}

function MissingKinds({ cluster: { missingKinds } }: { cluster: Status["cluster"] }) {
  const ofIstio = missingKinds.every((name) => name.endsWith(".istio.io"));
  return (
    <Callout
      tone="blocked"
      title={ofIstio ? "Istio is not installed in this cluster" : "The cluster lacks some kinds of objects"}
    >
      <p>{missingKinds.length === 1 ? "This resource is" : "These resources are"} not defined there:</p>
      <NamesList names={missingKinds} />
      {ofIstio ? (
        <p className="mt-1">
          Namespaces are listed all the same, but no gateway can be made before Istio's definitions are there.
          Install it on the page <TextLink href="/istio">Istio</TextLink>, or with{" "}
          <CopyLine text="istioctl install" />; the panel notices within seconds.
        </p>
      ) : null}
    </Callout>
  );
}
