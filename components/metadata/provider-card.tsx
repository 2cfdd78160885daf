import { PlugZap } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Callout } from "@/components/ui/notices";
import type { MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { KnownField } from "./known-field";
import type { useMetadataEditor } from "./use-metadata-editor";

export interface ProviderCardProps {
  group: MetadataGroup;
  entries: readonly MetadataEntry[];
  editor: ReturnType<typeof useMetadataEditor>;
}

/** The keys of one group, e.g. a DNS provider, and whether they work. */
export function ProviderCard({ group, entries, editor }: ProviderCardProps) {
  const { draft, problems, saves, check, dirty, saving } = editor;
  const { title, description, checkable } = group;
  const isOurs = check.data?.key === undefined || entries.some(({ key }) => key === check.data?.key);
  const result = isOurs ? check.data : undefined;
  return (
    <Card
      title={title}
      description={description}
      actions={
        checkable ? (
          <Button
            icon={<PlugZap aria-hidden />}
            busy={check.isPending}
            disabled={dirty || saving || !entries.some(({ set }) => set)}
            title={dirty ? "Save first: what is stored is checked" : undefined}
            onClick={() => check.mutate()}
          >
            Check
          </Button>
        ) : null
      }
    >
      <div className="grid gap-5">
        {entries.map((entry) => (
          <KnownField
            key={`${entry.key}/${saves}`}
            entry={entry}
            value={draft.fields[entry.key]}
            error={problems.fields[entry.key]}
            check={result && !result.ok && result.key === entry.key ? result : undefined}
            onChange={(value) => editor.setField(entry.key, value)}
          />
        ))}
        {checkable ? (
          <div role="status" className="empty:hidden">
            {check.isPending ? <Callout title={`Asking ${title} …`} /> : null}
            {result?.ok ? (
              <Callout tone="done" title="The settings work">
                {result.note}
              </Callout>
            ) : null}
            {result?.warning === undefined ? null : (
              <Callout tone="waiting" className="mt-2">
                {result.warning}
              </Callout>
            )}
            {result && !result.ok && result.key === undefined ? (
              <Callout tone="blocked" title={result.note}>
                {result.remedy}
              </Callout>
            ) : null}
            {check.isError ? (
              <Callout tone="failed" title="The settings could not be checked">
                {check.error.message}
              </Callout>
            ) : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}
