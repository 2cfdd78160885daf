"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { Callout } from "@/components/ui/notices";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { everywhere } from "@/lib/model/roles";
import { ConfirmRemovalDialog, useCleanupActions } from "./cleanup-actions";
import { texts } from "./texts";

/** Says that cleanups are paused and lets you decide on all of them, in one virtual cluster or in all. */
export function BrakeCard({ virtualCluster }: { virtualCluster?: string }) {
  const { data } = useQuery(someCleanupsQuery(["braked"]));
  const { keep } = useCleanupActions();
  // The hosts when the dialog opened: you haven't seen later ones, so you don't confirm them.
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
            <AllowedButton
              needs={["editor", everywhere]}
              busy={keep.isPending}
              onClick={() => {
                keep.mutate(braked);
              }}
            >
              {texts.keepAll}
            </AllowedButton>
            <AllowedButton
              needs={["editor", everywhere]}
              variant="danger-ghost"
              onClick={() => setSeen(braked)}
            >
              {texts.removeThese({ count: hosts })}
            </AllowedButton>
          </>
        }
      >
        {texts.pausedHelp}
      </Callout>
      <ConfirmRemovalDialog cleanups={seen} onClose={() => setSeen([])} />
    </>
  );
}
