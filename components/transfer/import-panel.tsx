"use client";
import { FileInput } from "lucide-react";
import { useMemo } from "react";
import { Button, Spinner } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Callout, EmptyState } from "@/components/ui/notices";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { outcomeOf } from "./import-actions";
import { ImportConfirmation } from "./import-confirmation";
import { ImportedDocumentCard } from "./imported-document-card";
import { TextDrop } from "./text-drop";
import { texts } from "./texts";
import { useImport } from "./use-import";

const YamlEditor = deferred(
  () => import("@/components/yaml/yaml-editor").then((module) => module.YamlEditor),
  () => <Skeleton className="h-[28rem] w-full" />,
);

/** The text on one side, its effect on the other: you see everything before it is written. */
export function ImportPanel({ virtualCluster }: { virtualCluster: string }) {
  const { text, setText, preview, documents, stale, toWrite, apply, ...rest } = useImport(virtualCluster);
  const problems = useMemo(() => documents?.flatMap((document) => document.problems) ?? [], [documents]);
  const { data: outcome } = apply;

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={texts.yaml} description={texts.yamlHelp}>
        <TextDrop
          onText={setText}
          actions={
            <Button size="sm" variant="ghost" disabled={text === ""} onClick={() => setText("")}>
              {texts.clear}
            </Button>
          }
        >
          <YamlEditor
            label={texts.yamlToImport}
            value={text}
            onChange={setText}
            problems={problems}
            className="h-[28rem]"
          />
        </TextDrop>
      </Card>
      <Card
        title={texts.whatHappens}
        description={texts.inVirtualCluster({ virtualCluster })}
        actions={stale && text !== "" ? <Spinner label={texts.reading} /> : null}
        flush
      >
        {text.trim() === "" ? (
          <ImportEmpty onExample={() => void rest.showExample()} />
        ) : preview.isError && !documents ? (
          <ErrorState
            title={texts.readFailed}
            message={preview.error.message}
            onRetry={() => void preview.refetch()}
            headingLevel={3}
          />
        ) : !documents ? (
          <SkeletonRows rows={3} label={texts.reading} />
        ) : (
          <>
            {outcome ? (
              <div role="status" className="p-4 pb-0">
                <Callout tone={outcome.failed > 0 ? "blocked" : "done"} title={outcomeOf(outcome)} />
              </div>
            ) : null}
            {apply.isError ? (
              <div className="p-4 pb-0">
                <Callout tone="failed" title={texts.importFailed}>
                  {apply.error.message}
                </Callout>
              </div>
            ) : null}
            {rest.namesOthers ? (
              <div className="border-line border-b p-4">
                <Checkbox
                  label={texts.byNamespace}
                  help={texts.byNamespaceHelp({ virtualCluster })}
                  checked={rest.useNamespaces}
                  onChange={(event) => rest.setUseNamespaces(event.target.checked)}
                />
              </div>
            ) : null}
            {documents.length === 0 ? <p className="p-4 text-muted text-sm">{texts.noDocuments}</p> : null}
            <ul aria-label={texts.documents} className="divide-y divide-line empty:hidden">
              {documents.map((document, position) => (
                <ImportedDocumentCard
                  key={document.index}
                  document={document}
                  virtualCluster={virtualCluster}
                  onName={
                    documents[position - 1]?.start === document.start
                      ? undefined
                      : (name) => void rest.name(document, name)
                  }
                  chosen={rest.isChosen(document.index)}
                  onChoose={(chosen) => rest.choose(document.index, chosen)}
                  result={rest.resultOf(document.index)}
                />
              ))}
            </ul>
            {rest.skipped.length > 0 ? (
              <p className="border-line border-t p-4 text-subtle text-sm">
                {texts.skipped({ kinds: rest.skipped.map((each) => texts.skippedKind(each)).join(", ") })}
              </p>
            ) : null}
            <ImportConfirmation
              documents={toWrite}
              virtualCluster={virtualCluster}
              consent={rest.consent}
              onConsent={rest.setConsent}
              busy={apply.isPending || stale}
              onApply={() => apply.mutate()}
            />
          </>
        )}
      </Card>
    </div>
  );
}

/** Replaces the preview while there is no text: what you can import, with an example to try. */
function ImportEmpty({ onExample }: { onExample: () => void }) {
  return (
    <EmptyState
      icon={<FileInput aria-hidden />}
      title={texts.empty}
      description={texts.emptyHelp}
      actions={<Button onClick={onExample}>{texts.example}</Button>}
    />
  );
}
