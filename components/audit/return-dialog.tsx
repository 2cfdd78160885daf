"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { YamlDiff } from "@/components/yaml/yaml-diff";
import type { ReturnReview } from "@/lib/api/audit";
import { returnReviewQuery, returnToVersion, type Version } from "@/lib/client/audit";
import { ApiProblem } from "@/lib/client/request";
import { findingText } from "@/lib/istio/rules/finding";
import { texts } from "./texts";

interface Props {
  version: Version;
  kind: string;
  name: string;
  onClose: () => void;
}

/** Shows what a return would change, and does it. What somebody changes meanwhile is compared again. */
export function ReturnDialog({ version, kind, name, onClose }: Props) {
  const query = useQuery(returnReviewQuery(version));
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOvertaken, setIsOvertaken] = useState(false);
  const review = query.data;
  const isNew = review?.resourceVersion === null;
  const isSame = review !== undefined && review.problems.length === 0 && review.current === review.next;
  const warns = review !== undefined && (review.findings.length > 0 || review.refusals.length > 0);

  async function doReturn(): Promise<void> {
    if (!review) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const { resourceVersion } = review;
      await returnToVersion(version, { resourceVersion, force: warns, ignoreFindings: warns });
      showToast({ tone: "success", title: texts.returned({ name }) });
      onClose();
    } catch (thrown) {
      const isConflict = thrown instanceof ApiProblem && thrown.problem.status === 409;
      const isOwned = isConflict && (thrown.problem.errors ?? []).length > 0;
      if (isConflict && !isOwned) setIsOvertaken(true);
      else setProblem(thrown instanceof Error ? thrown.message : String(thrown));
      await query.refetch();
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Dialog
      open
      size="xl"
      onOpenChange={(open) => open || onClose()}
      title={isNew ? texts.bringBackTitle({ kind, name }) : texts.returnTitle({ kind, name })}
      description={texts.returnHelp}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={!review || isSame || review.problems.length > 0}
            onClick={() => void doReturn()}
          >
            {warns ? texts.despite : isNew ? texts.doBringBack : texts.doReturn}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {isOvertaken ? <Callout tone="blocked">{texts.overtaken}</Callout> : null}
        {problem ? <Callout tone="failed">{problem}</Callout> : null}
        {query.isError ? (
          <QueryFailure what={texts.notCompared} query={query} />
        ) : review ? (
          <Comparison review={review} name={name} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    </Dialog>
  );
}

function Comparison({ review, name }: { review: ReturnReview; name: string }) {
  const { problems, refusals, findings, current, next } = review;
  if (problems.length > 0)
    return (
      <Reasons
        title={texts.problems}
        reasons={problems.map(({ path, message }) => [path.join("."), message])}
      />
    );
  return (
    <>
      {refusals.length > 0 ? (
        <Reasons
          title={texts.refusals}
          reasons={refusals.map(({ path, message }) => [path.join("."), message])}
        />
      ) : null}
      {findings.length > 0 ? (
        <Reasons
          title={texts.findings}
          reasons={findings.map((finding) => [finding.code, findingText(finding)])}
        />
      ) : null}
      {current === next ? (
        <p className="text-muted text-sm">{texts.same}</p>
      ) : (
        <YamlDiff
          label={texts.difference({ name })}
          current={current ?? ""}
          next={next ?? ""}
          className="max-h-[50dvh] overflow-y-auto"
        />
      )}
    </>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: string[][] }): ReactNode {
  return (
    <Callout tone="blocked" title={title}>
      <ul className="grid gap-1">
        {reasons.map(([place, message]) => (
          <li key={`${place} ${message}`}>
            <code className="font-mono text-xs">{place}</code> {message}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
