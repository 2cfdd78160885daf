import { useMutation } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import type { MetadataCheck, MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { checkMetadata, type MetadataOwner, type MetadataPatch } from "@/lib/client/metadata";
import { texts } from "./texts";
import type { useMetadataEditor } from "./use-metadata-editor";

export interface ProviderCardProps {
  owner: MetadataOwner;
  group: MetadataGroup;
  entries: readonly MetadataEntry[];
  editor: ReturnType<typeof useMetadataEditor>;
}

/** Whether the group has a value, stored or typed, here or for the installation. */
export function hasBegun(
  group: MetadataGroup,
  entries: readonly MetadataEntry[],
  draft: ProviderCardProps["editor"]["draft"],
): boolean {
  return group.inherited !== undefined || entries.some(({ key, set }) => set || draft.fields[key]);
}

/** Asks the registrar whether the form's settings work, saved or not. */
export function CheckRegistrar({ owner, group, entries, editor }: ProviderCardProps) {
  const { patch } = editor;
  const check = useMutation<MetadataCheck, Error, MetadataPatch>({
    mutationFn: (changes) => checkMetadata(owner, changes, group.registrar),
    onError: editor.refuse,
  });
  // The result for other values says nothing about these.
  const isCurrent = JSON.stringify(check.variables) === JSON.stringify(patch);
  const result = isCurrent ? check.data : undefined;
  return (
    <>
      <div>
        <Button
          size="sm"
          icon={<PlugZap aria-hidden />}
          aria-label={texts.checkOf({ provider: group.title })}
          busy={check.isPending}
          disabled={editor.saving || !hasBegun(group, entries, editor.draft)}
          onClick={() => {
            if (editor.isSound()) check.mutate(patch);
          }}
        >
          {texts.check}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {result?.ok ? (
          <Callout tone="done" title={Object.keys(patch).length > 0 ? texts.worksUnsaved : texts.works}>
            {result.note}
          </Callout>
        ) : null}
        {result && !result.ok ? (
          <Callout tone="blocked" title={result.note}>
            {result.remedy}
          </Callout>
        ) : null}
        {isCurrent && check.isError ? (
          <Callout tone="failed" title={texts.notChecked}>
            {check.error.message}
          </Callout>
        ) : null}
      </div>
    </>
  );
}
