import { LockKeyhole } from "lucide-react";
import { Card } from "@/components/ui/card";
import { KeyValueEditor } from "@/components/ui/form/repeatable-list";
import type { MetadataEntry } from "@/lib/api/metadata";
import { otherPairs } from "./draft";
import { KnownField } from "./known-field";
import { texts } from "./texts";
import type { useMetadataEditor } from "./use-metadata-editor";

export interface OtherKeysCardProps {
  entries: readonly MetadataEntry[];
  editor: ReturnType<typeof useMetadataEditor>;
}

/** Keys that no provider knows: pairs to edit, and secrets that somebody has put beside the known ones. */
export function OtherKeysCard({ entries, editor }: OtherKeysCardProps) {
  const { draft, problems, saves } = editor;
  const secrets = entries.filter(({ secret, wellKnown }) => secret && !wellKnown);
  return (
    <Card title={texts.otherKeys} description={texts.otherKeysHelp}>
      <div className="grid gap-5">
        {secrets.length > 0 ? (
          <div className="grid gap-3">
            <p className="flex items-start gap-2 text-muted text-sm">
              <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" />
              {texts.secretKeysHelp}
            </p>
            {secrets.map((entry) => (
              <KnownField
                key={`${entry.key}/${saves}`}
                entry={entry}
                value={draft.fields[entry.key]}
                error={problems.fields[entry.key]}
                check={undefined}
                onChange={(value) => editor.setField(entry.key, value)}
              />
            ))}
          </div>
        ) : null}
        <KeyValueEditor
          key={saves}
          name={texts.metadata}
          addLabel={texts.addMetadata}
          emptyText={texts.none}
          multiline
          value={draft.others?.now ?? otherPairs(entries)}
          errors={problems.others}
          onChange={editor.setOthers}
        />
      </div>
    </Card>
  );
}
