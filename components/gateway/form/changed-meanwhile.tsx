"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import { gatewayQuery } from "@/lib/client/gateways";
import { same } from "@/lib/istio/edit/same";
import { objectDetails } from "./object-details";

interface ChangedMeanwhileProps {
  /** What the form was filled from. */
  base: MeshObjectDetails;
  onShow: (theirs: MeshObjectDetails) => void;
}

/** Tells, while one edits, that somebody else has changed the gateway: the stream of changes brings it. */
export function ChangedMeanwhile({ base, onShow }: ChangedMeanwhileProps) {
  const { data, isError } = useQuery(gatewayQuery(base.virtualCluster, base.name));
  if (isError)
    return (
      <Callout tone="waiting" title={`Gateway ${base.name} cannot be read any more`}>
        It may have been deleted meanwhile. What you typed is still here.
      </Callout>
    );
  if (!data || data.resourceVersion === base.resourceVersion) return null;
  const theirs = objectDetails(data);
  // What Lamia writes itself, such as the name of the credential, shows in no field and interrupts nobody.
  if (same(theirs.form, base.form)) return null;
  return (
    <Callout
      tone="waiting"
      title="Somebody else changed it meanwhile"
      actions={
        <Button size="sm" onClick={() => onShow(theirs)}>
          Show both sides
        </Button>
      }
    >
      Nothing is lost: both edits are joined, and you choose where they differ.
    </Callout>
  );
}
