"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import { type MeshKind, meshObjectQuery } from "@/lib/client/mesh-objects";
import { same } from "@/lib/istio/edit/same";
import { kindTitles } from "./kind-pages";

export interface ChangedMeanwhileProps {
  kind: MeshKind;
  /** What the form was filled from. */
  base: MeshObjectDetails;
  onShow: (theirs: MeshObjectDetails) => void;
}

/**
 * Tells, while one edits, that somebody else has changed the same object: the stream of changes brings it.
 */
export function ChangedMeanwhile({ kind, base, onShow }: ChangedMeanwhileProps) {
  const { data, isError } = useQuery(meshObjectQuery(kind, base.virtualCluster, base.name));
  const { title } = kindTitles[kind];
  if (isError)
    return (
      <Callout tone="waiting" title={`${title} ${base.name} cannot be read any more`}>
        It may have been deleted meanwhile. What you typed is still here.
      </Callout>
    );
  // Its status alone may have moved on; that is no reason to interrupt.
  if (!data || data.resourceVersion === base.resourceVersion || same(data.object, base.object)) return null;
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
