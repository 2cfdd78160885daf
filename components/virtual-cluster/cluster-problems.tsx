"use client";
import { useQuery } from "@tanstack/react-query";
import { Callout } from "@/components/ui/callout";
import { CopyLine } from "@/components/ui/copy-line";
import type { Status } from "@/lib/api/status";
import { statusQuery } from "@/lib/client/activity";

/** What keeps the panel from seeing the cluster whole: each missing thing by its name. Nothing when all is well. */
export function ClusterProblems() {
  const { data: status } = useQuery(statusQuery());
  if (!status) return null;
  const { state, note, missingKinds, missingPermissions } = status.cluster;
  return (
    <>
      {state === "reconnecting" ? (
        <Callout tone="failed" title="The cluster does not answer">
          {note} What you see is what was there before; the panel tries again by itself.
        </Callout>
      ) : null}
      {state === "refused" ? (
        <Callout tone="blocked" title="The cluster does not let the panel look">
          <p>{note}</p>
          {missingPermissions.length > 0 ? (
            <>
              <p className="mt-1">The panel's account lacks these permissions:</p>
              <Names names={missingPermissions} />
            </>
          ) : null}
        </Callout>
      ) : null}
      {missingKinds.length > 0 ? <MissingKinds cluster={status.cluster} /> : null}
    </>
  );
}

function MissingKinds({ cluster: { missingKinds } }: { cluster: Status["cluster"] }) {
  const ofIstio = missingKinds.every((name) => name.endsWith(".istio.io"));
  return (
    <Callout
      tone="blocked"
      title={ofIstio ? "Istio is not installed in this cluster" : "The cluster lacks some kinds of objects"}
    >
      <p>{missingKinds.length === 1 ? "This resource is" : "These resources are"} not defined there:</p>
      <Names names={missingKinds} />
      {ofIstio ? (
        <p className="mt-1">
          Namespaces are listed all the same, but no gateway can be made before Istio's definitions are there.
          Install Istio, e.g. with <CopyLine text="istioctl install" />; the panel notices within seconds.
        </p>
      ) : null}
    </Callout>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc pl-5 font-mono text-xs">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
