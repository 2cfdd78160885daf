"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
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
  name: string;
  onClose: () => void;
}

/** Shows what a return would change, and does it. What somebody changes meanwhile is compared again. */
export function ReturnDialog({ version, name, onClose }: Props) {
  const isOfSettings = version.kind === "Namespace";
  const kind = isOfSettings ? texts.settings : version.kind;
  const query = useQuery(returnReviewQuery(version));
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOvertaken, setIsOvertaken] = useState(false);
  const [force, setForce] = useState(false);
  const [ignoreFindings, setIgnoreFindings] = useState(false);
  const review = query.data;
  const isNew = review?.resourceVersion === null;
  const isSame = review !== undefined && review.problems.length === 0 && review.current === review.next;
  const needsFindings = review?.findings.some(({ severity }) => severity === "error") ?? false;
  const needsForce = review?.refusals.some(({ manager }) => manager !== undefined) ?? false;
  const isRefused = review?.refusals.some(({ manager }) => manager === undefined) ?? false;
  const isConfirmed = (!needsFindings || ignoreFindings) && (!needsForce || force) && !isRefused;

  async function doReturn(): Promise<void> {
    if (!review) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const { resourceVersion } = review;
      await returnToVersion(version, {
        resourceVersion,
        force: needsForce && force,
        ignoreFindings: needsFindings && ignoreFindings,
      });
      showToast({ tone: "success", title: texts.returned({ name }) });
      onClose();
    } catch (thrown) {
      const isConflict = thrown instanceof ApiProblem && thrown.problem.status === 409;
      const isOwned = isConflict && (thrown.problem.errors ?? []).length > 0;
      if (isConflict && !isOwned) setIsOvertaken(true);
      else setProblem(thrown instanceof Error ? thrown.message : String(thrown));
      // What was confirmed is about the comparison that was shown.
      setForce(false);
      setIgnoreFindings(false);
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
      description={isOfSettings ? texts.returnSettingsHelp : texts.returnHelp}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={!review || isSame || review.problems.length > 0 || !isConfirmed}
            onClick={() => void doReturn()}
          >
            {isNew ? texts.doBringBack : texts.doReturn}
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
          <Comparison
            review={review}
            name={name}
            confirmFindings={
              needsFindings ? (
                <Confirmation checked={ignoreFindings} onChange={setIgnoreFindings}>
                  {texts.despiteFindings}
                </Confirmation>
              ) : null
            }
            confirmForce={
              needsForce && !isRefused ? (
                <Confirmation checked={force} onChange={setForce}>
                  {texts.takeOver}
                </Confirmation>
              ) : null
            }
          />
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    </Dialog>
  );
}

interface ComparisonProps {
  review: ReturnReview;
  name: string;
  /** What there is to confirm, each below what it overrides. */
  confirmFindings: ReactNode;
  confirmForce: ReactNode;
}

function Comparison({ review, name, confirmFindings, confirmForce }: ComparisonProps) {
  const { problems, refusals, findings, current, next } = review;
  if (problems.length > 0) return <Reasons title={texts.problems} reasons={problems.map(placed)} />;
  const owned = refusals.filter(({ manager }) => manager !== undefined);
  const refused = refusals.filter(({ manager }) => manager === undefined);
  return (
    <>
      {refused.length > 0 ? <Reasons title={texts.refusals} reasons={refused.map(placed)} /> : null}
      {owned.length > 0 ? (
        <Reasons title={texts.owned} reasons={owned.map(placed)} actions={confirmForce} />
      ) : null}
      {findings.length > 0 ? (
        <Reasons
          title={texts.findings}
          reasons={findings.map((finding) => [finding.code, findingText(finding)])}
          actions={confirmFindings}
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

function placed({ path, message }: { path: readonly (string | number)[]; message: string }): string[] {
  return [path.join("."), message];
}

interface ReasonsProps {
  title: string;
  reasons: string[][];
  actions?: ReactNode;
}

function Reasons({ title, reasons, actions }: ReasonsProps) {
  return (
    <Callout tone="blocked" title={title} actions={actions}>
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

interface ConfirmationProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

function Confirmation({ checked, onChange, children }: ConfirmationProps) {
  return <Checkbox label={children} checked={checked} onChange={({ target }) => onChange(target.checked)} />;
}
