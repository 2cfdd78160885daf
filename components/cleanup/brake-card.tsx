"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { plural } from "@/components/overview/overview-numbers";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { ConfirmRemovalDialog, useCleanupActions } from "./cleanup-actions";

/** Says that the brake holds, and lets a person decide on all that it stopped, of one virtual cluster or of all. */
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
        title={`${plural(hosts, "host")} went at once, so nothing is removed`}
        actions={
          <>
            <Button
              busy={keep.isPending}
              onClick={() => {
                keep.mutate(braked);
              }}
            >
              Keep all
            </Button>
            <Button variant="danger-ghost" onClick={() => setSeen(braked)}>
              Remove {hosts === 1 ? "it" : `these ${hosts}`}…
            </Button>
          </>
        }
      >
        If you deleted these gateways, for example with their namespace, confirm the removal. If you did not,
        bring the gateways back: their sites are still open, and each cleanup is called off by itself.
      </Callout>
      <ConfirmRemovalDialog cleanups={seen} onClose={() => setSeen([])} />
    </>
  );
}
