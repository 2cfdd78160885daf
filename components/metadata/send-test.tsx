import { useMutation } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import type { MetadataCheck, MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { type MetadataPatch, sendTest } from "@/lib/client/metadata";
import { texts } from "./texts";
import type { useMetadataEditor } from "./use-metadata-editor";

interface SendTestProps {
  virtualCluster: string;
  destination: NonNullable<MetadataGroup["destinations"]>[number];
  /** The destination's address. */
  entry: MetadataEntry;
  editor: ReturnType<typeof useMetadataEditor>;
}

/** Sends a notification with the settings as they are in the form, saved or not, and says what came of it. */
export function SendTest({ virtualCluster, destination, entry, editor }: SendTestProps) {
  const { draft, patch } = editor;
  const test = useMutation<MetadataCheck, Error, MetadataPatch>({
    mutationFn: (changes) => sendTest(virtualCluster, destination.id, changes),
    onError: editor.refuse,
  });
  const typed = draft.fields[entry.key];
  const isBegun = typed === undefined ? entry.set : Boolean(typed);
  // What came of other values says nothing about these.
  const isCurrent = JSON.stringify(test.variables) === JSON.stringify(patch);
  const isUnsaved = Object.keys(patch).length > 0;
  return (
    <>
      <div>
        <Button
          size="sm"
          icon={<Send aria-hidden />}
          aria-label={texts.sendTestTo({ destination: destination.title })}
          busy={test.isPending}
          disabled={!isBegun}
          onClick={() => {
            if (editor.isSound()) test.mutate(patch);
          }}
        >
          {texts.sendTest}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {isCurrent && test.data?.ok ? (
          <Callout tone="done" title={isUnsaved ? texts.sentUnsaved : texts.sent}>
            {test.data.note}
          </Callout>
        ) : null}
        {isCurrent && test.data?.ok === false ? (
          <Callout tone="blocked" title={test.data.note}>
            {test.data.remedy}
          </Callout>
        ) : null}
        {isCurrent && test.isError ? (
          <Callout tone="failed" title={texts.notSent}>
            {test.error.message}
          </Callout>
        ) : null}
      </div>
    </>
  );
}
