"use client";
import { useQuery } from "@tanstack/react-query";
import { CopyLine } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import { TextLink } from "@/components/ui/text-link";
import type { Status } from "@/lib/api/status";
import { statusQuery } from "@/lib/client/activity";
import { NamesList } from "./names-list";

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
