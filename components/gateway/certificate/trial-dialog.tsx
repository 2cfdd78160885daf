"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import { SkeletonText } from "@/components/ui/skeleton";
import type { Certificate, StagingTrialView } from "@/lib/api/certificate";
import { stagingTrialQuery, startStagingTrial } from "@/lib/client/certificate-requests";
import { texts } from "./texts";

export interface CertificateOf {
  virtualCluster: string;
  gateway: string;
  host: string;
  /** Null: it has no certificate yet. */
  serial: string | null;
  /** Missing if it has one of its own. */
  shared?: Certificate["shared"];
}

export interface TrialDialogProps {
  of: CertificateOf;
  onClose: () => void;
  /** Offered after a trial that worked, for a host that has a certificate. */
  onReissue: () => void;
}

/** Tries an order at the staging CA, shows how far it is, and offers the real one. Closing it ends nothing. */
export function TrialDialog({ of, onClose, onReissue }: TrialDialogProps) {
  const client = useQueryClient();
  const query = stagingTrialQuery(of);
  const { data, error } = useQuery(query);
  const start = useMutation({
    mutationFn: () => startStagingTrial(of),
    onSuccess: (trial) => client.setQueryData(query.queryKey, trial),
  });
  const isRunning = data?.state === "running";
  const problem = start.error ?? error;
  return (
    <Dialog
      open
      onOpenChange={(next) => next || onClose()}
      title={texts.trialTitle({ host: of.host })}
      description={texts.trialHelp}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{texts.close}</Button>
          <Button
            variant={data?.state === "succeeded" ? "secondary" : "primary"}
            busy={start.isPending || isRunning}
            disabled={!data || data.hindrance !== null}
            onClick={() => start.mutate()}
          >
            {data?.state === "succeeded" || data?.state === "failed" ? texts.trialAgain : texts.startTrial}
          </Button>
          {data?.state === "succeeded" && of.serial !== null ? (
            <Button variant="primary" onClick={onReissue}>
              {texts.thenReissue}
            </Button>
          ) : null}
        </>
      }
    >
      <div role="status" className="grid gap-3 text-sm">
        {data && data.hindrance !== null && !isRunning ? (
          <Callout tone="waiting" title={texts.noTrialNow}>
            {data.hindrance}
          </Callout>
        ) : null}
        {data ? <Trial trial={data} /> : error ? null : <SkeletonText lines={2} />}
        {problem ? <Callout tone="failed">{problem.message}</Callout> : null}
      </div>
    </Dialog>
  );
}

function Trial({ trial: { state, ca, hindrance, note, remedy } }: { trial: StagingTrialView }) {
  switch (state) {
    case "none":
      return ca === null || hindrance !== null ? null : (
        <p className="text-muted">{texts.trialTerms({ ca })}</p>
      );
    case "running":
      return (
        <Callout tone="info" title={texts.trialRuns}>
          {note ?? texts.trialStarting}
        </Callout>
      );
    case "succeeded":
      return (
        <Callout tone="done" title={texts.trialWorked}>
          {note}
        </Callout>
      );
    case "failed":
      return (
        <Callout tone="failed" title={texts.trialFailed}>
          {remedy === null ? note : `${note} ${remedy}`}
        </Callout>
      );
  }
}
