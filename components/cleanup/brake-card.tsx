"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { ConfirmRemovalDialog, useCleanupActions } from "./cleanup-actions";
import { texts } from "./texts";

/** Says that cleanups are paused and lets you decide on all of them, of one virtual cluster or of all. */
export function BrakeCard({ virtualCluster }: { virtualCluster?: string }) {
  const { data } = useQuery(someCleanupsQuery(["braked"]));
  const { keep } = useCleanupActions();
  // What the dialog was opened with: hosts that go meanwhile were not seen, and are not confirmed.
  const [seen, setSeen] = useState<readonly CleanupTaskView[]>([]);
  const braked = (data?.items ?? []).filter(
    (each) => virtualCluster === undefined || each.virtualCluster === virtualCluster,
  );
  if (braked.length === 0) return null;
  const hosts = new Set(braked.map(({ host }) => host)).size;
  return (
    <>
      <Callout
        tone="blocked"
        title={texts.pausedHosts({ count: hosts })}
        actions={
          <>
            <Button
              busy={keep.isPending}
              onClick={() => {
                keep.mutate(braked);
              }}
            >
              {texts.keepAll}
            </Button>
            <Button variant="danger-ghost" onClick={() => setSeen(braked)}>
              {texts.removeThese({ count: hosts })}
            </Button>
          </>
        }
      >
        {texts.pausedHelp}
      </Callout>
      <ConfirmRemovalDialog cleanups={seen} onClose={() => setSeen([])} />
    </>
  );
}
