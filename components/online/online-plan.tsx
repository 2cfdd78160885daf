"use client";
import { Globe } from "lucide-react";
import { FindingList } from "@/components/mesh-object/findings";
import { kindTitles } from "@/components/mesh-object/pages/kind-pages";
import { ImportProblems } from "@/components/transfer/imported-document-card";
import { Badge } from "@/components/ui/badge";
import { Button, Spinner } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { Checkbox } from "@/components/ui/form/checkbox";
import { LinkButton } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import type { ImportedDocumentView } from "@/lib/api/import";
import type { OnlineAnswer } from "@/lib/api/online";
import { texts } from "./texts";
import type { OnlineState } from "./use-online";

const YamlDiff = deferred(
  () => import("@/components/yaml/yaml-diff").then((module) => module.YamlDiff),
  () => <Skeleton className="h-96 w-full" />,
);

/** The objects as one diff, with the results of the checks and a dry run, and the button that creates them. */
export function OnlinePlan({ state, virtualCluster }: { state: OnlineState; virtualCluster: string }) {
  const { preview, plan, isComplete, isStale, apply } = state;
  return (
    <Card
      title={texts.plan}
      description={texts.planHelp}
      actions={isComplete && isStale ? <Spinner label={texts.planning} /> : null}
    >
      {!isComplete ? (
        <EmptyState
          headingLevel={3}
          icon={<Globe aria-hidden />}
          title={texts.planEmptyTitle}
          description={texts.planEmpty}
        />
      ) : preview.isError && !isStale ? (
        <Callout tone="blocked" title={texts.planFailed}>
          {preview.error.message}
        </Callout>
      ) : plan ? (
        <Plan plan={plan} state={state} virtualCluster={virtualCluster} />
      ) : (
        <SkeletonRows rows={4} label={texts.planning} />
      )}
      {apply.isError ? (
        <Callout tone="failed" title={texts.notOnline} className="mt-4">
          {apply.error.message}
        </Callout>
      ) : null}
    </Card>
  );
}

const looks = {
  create: { label: texts.create, tone: "done" },
  change: { label: texts.change, tone: "waiting" },
  unchanged: { label: texts.unchanged, tone: "neutral" },
} as const;

interface PlanProps {
  plan: OnlineAnswer;
  state: OnlineState;
  virtualCluster: string;
}

function Plan({ plan, state, virtualCluster }: PlanProps) {
  const { documents, findings, gateway } = plan;
  const { consent, setConsent, isStale, apply } = state;
  const refusals = documents.flatMap((document) => document.refusals);
  const isOwned = refusals.some(({ manager }) => manager !== undefined);
  const isRefused = refusals.some(({ manager }) => manager === undefined);
  const hasErrors = findings.some(({ severity }) => severity === "error");
  const isDone = documents.every(({ action }) => action === "unchanged");
  const isLocked =
    isRefused || isDone || (isOwned && !consent.force) || (hasErrors && !consent.ignoreFindings);
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul aria-label={texts.objects} className="grid grid-cols-1 gap-2">
        {documents.map((document) => (
          <PlannedDocument key={`${document.kind} ${document.name}`} document={document} />
        ))}
      </ul>
      {isRefused || isOwned || findings.some(({ severity }) => severity !== "info") ? null : (
        <p className="text-muted text-sm">{texts.checksPassed}</p>
      )}
      {findings.length > 0 ? (
        <section aria-label={texts.findings}>
          <FindingList findings={findings} about={{ kind: "VirtualCluster", name: virtualCluster }} />
        </section>
      ) : null}
      <YamlDiff
        label={texts.changes}
        current={joined(documents.map(({ current }) => current))}
        next={joined(documents.map(({ next }) => next))}
        className="h-96"
      />
      {isOwned ? (
        <Checkbox
          label={texts.takeOver}
          help={texts.takeOverHelp}
          checked={consent.force}
          onChange={(event) => setConsent({ ...consent, force: event.target.checked })}
        />
      ) : null}
      {hasErrors ? (
        <Checkbox
          label={texts.ignoreErrors}
          help={texts.ignoreErrorsHelp}
          checked={consent.ignoreFindings}
          onChange={(event) => setConsent({ ...consent, ignoreFindings: event.target.checked })}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        {isDone ? (
          <>
            <LinkButton href={gateway}>{texts.openGateway}</LinkButton>
            <span className="text-muted text-sm">{texts.nothingToDo}</span>
          </>
        ) : (
          <Button type="submit" variant="primary" busy={apply.isPending} disabled={isLocked || isStale}>
            {texts.putOnline}
          </Button>
        )}
      </div>
    </div>
  );
}

function PlannedDocument({ document }: { document: ImportedDocumentView }) {
  const { kind, name, action } = document;
  const look = looks[action ?? "create"];
  return (
    <li className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="text-muted">{kindTitles[kind as keyof typeof kindTitles]?.title ?? kind}</span>
        <span className="break-all font-medium font-mono">{name}</span>
        <Badge tone={look.tone}>{look.label}</Badge>
      </div>
      <ImportProblems document={document} />
    </li>
  );
}

function joined(texts: readonly (string | null)[]): string {
  return texts.filter((text) => text !== null).join("---\n");
}
