"use client";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { same } from "@/lib/istio/edit/same";
import type { EditorBase } from "./editor-base";

export interface ChangedMeanwhileProps {
  /** As pages call the object: "Service shop". */
  what: string;
  /** What the form was filled from. */
  base: EditorBase;
  /** The object as it stands now: the stream of changes keeps it fresh. */
  standing: { data: EditorBase | undefined; isError: boolean };
  onShow: (theirs: EditorBase) => void;
}

/** Tells, while one edits, that somebody else has changed the same object, or deleted it. */
export function ChangedMeanwhile(props: ChangedMeanwhileProps) {
  const { what, base, standing, onShow } = props;
  const { data, isError } = standing;
  if (isError)
    return (
      <Callout tone="waiting" title={`${what} cannot be read any more`}>
        It may have been deleted meanwhile. What you typed is still here.
      </Callout>
    );
  // Its status, or what no field shows, may have moved on alone; that is no reason to interrupt.
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
