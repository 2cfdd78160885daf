"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { same } from "@/lib/istio/edit/same";
import type { VersionDetailsRead } from "./use-save-version";

export interface VersionChangedMeanwhileProps {
  /** What the form was filled from. */
  base: VersionDetailsRead;
  onShow: (theirs: VersionDetailsRead) => void;
}

/** Tells, while one edits, that somebody else has changed the same Deployment: the stream of changes brings it. */
export function VersionChangedMeanwhile({ base, onShow }: VersionChangedMeanwhileProps) {
  const { data, isError } = useQuery(deploymentQuery<DeploymentForm>(base.virtualCluster, base.name));
  if (isError)
    return (
      <Callout tone="waiting" title={`Deployment ${base.name} cannot be read any more`}>
        It may have been deleted meanwhile. What you typed is still here.
      </Callout>
    );
  // Its status alone may have moved on; that is no reason to interrupt.
  if (!data || data.resourceVersion === base.resourceVersion || same(data.form, base.form)) return null;
  return (
    <Callout
      tone="waiting"
      title="Somebody else changed it meanwhile"
      actions={
        <Button size="sm" onClick={() => onShow(data)}>
          Show both sides
        </Button>
      }
    >
      Nothing is lost: both edits are joined, and you choose where they differ.
    </Callout>
  );
}
