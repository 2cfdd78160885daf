"use client";
import { FileInput } from "lucide-react";
import { useMemo } from "react";
import { Button, Spinner } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { Callout, EmptyState } from "@/components/ui/notices";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { outcomeOf } from "./import-actions";
import { ImportConfirmation } from "./import-confirmation";
import { ImportedDocumentCard } from "./imported-document-card";
import { TextDrop } from "./text-drop";
import { useImport } from "./use-import";

const YamlEditor = deferred(
  () => import("@/components/yaml/yaml-editor").then((module) => module.YamlEditor),
  () => <Skeleton className="h-[28rem] w-full" />,
);

/** Text on one side, what it would do on the other: nothing is written before it has been seen. */
export function ImportPanel({ virtualCluster }: { virtualCluster: string }) {
  const { text, setText, preview, documents, stale, toWrite, apply, ...rest } = useImport(virtualCluster);
  const problems = useMemo(() => documents?.flatMap((document) => document.problems) ?? [], [documents]);
  const { data: outcome } = apply;

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="YAML" description="As kubectl writes it, or as Vamp Lamia did; one document or many.">
        <TextDrop
          onText={setText}
          actions={
            <Button size="sm" variant="ghost" disabled={text === ""} onClick={() => setText("")}>
              Clear
            </Button>
          }
        >
          <YamlEditor
            label="YAML to import"
            value={text}
            onChange={setText}
            problems={problems}
            className="h-[28rem]"
          />
        </TextDrop>
      </Card>
      <Card
        title="What will happen"
        description={`In the virtual cluster ${virtualCluster}.`}
        actions={stale && text !== "" ? <Spinner label="Reading the text" /> : null}
        flush
      >
        {text.trim() === "" ? (
          <ImportEmpty onExample={setText} />
        ) : preview.isError && !documents ? (
          <ErrorState
            title="The text could not be read"
            message={preview.error.message}
            onRetry={() => void preview.refetch()}
            headingLevel={3}
          />
        ) : !documents ? (
          <SkeletonRows rows={3} label="Reading the text" />
        ) : (
          <>
            {outcome ? (
              <div role="status" className="p-4 pb-0">
                <Callout tone={outcome.failed > 0 ? "blocked" : "done"} title={outcomeOf(outcome)} />
              </div>
            ) : null}
            {apply.isError ? (
              <div className="p-4 pb-0">
                <Callout tone="failed" title="Nothing was imported">
                  {apply.error.message}
                </Callout>
              </div>
            ) : null}
            <ul aria-label="Documents" className="divide-y divide-line">
              {documents.map((document) => (
                <ImportedDocumentCard
                  key={document.index}
                  document={document}
                  chosen={rest.isChosen(document.index)}
                  onChoose={(chosen) => rest.choose(document.index, chosen)}
                  result={rest.resultOf(document.index)}
                />
              ))}
            </ul>
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

/** In place of the preview while there is no text: what can be imported, with an example to try. */
function ImportEmpty({ onExample }: { onExample: (text: string) => void }) {
  return (
    <EmptyState
      icon={<FileInput aria-hidden />}
      title="Paste YAML, or drop files"
      description="One or many documents: Gateways, Virtual Services, Destination Rules, Service Entries and Services as kubectl writes them, or the YAML of Vamp Lamia. Nothing is written before you have seen what will change."
      actions={<Button onClick={() => onExample(exampleYaml)}>Try an example</Button>}
    />
  );
}

/** Two documents to try the import with: one of Istio, one of the original. */
const exampleYaml = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: shop
spec:
  host: shop
  subsets:
    - name: subset1
      labels:
        version: version1
---
# The YAML of Vamp Lamia
kind: VirtualService
name: shop
gateways: [shop-gateway]
hosts: [shop.democluster.net]
routes:
  - protocol: http
    weights:
      - { destination: shop, port: 9191, version: subset1, weight: 100 }
`;
