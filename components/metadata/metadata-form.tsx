"use client";
import { LockKeyhole } from "lucide-react";
import { Children, useEffect, useRef } from "react";
import { RestoredNotice } from "@/components/mesh-object/editor/draft-notices";
import { SignInAgain } from "@/components/shell/sign-in-again";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { KeyValueEditor } from "@/components/ui/form/repeatable-list";
import { Callout } from "@/components/ui/notices";
import { UnsavedGuard } from "@/components/ui/overlay/unsaved-guard";
import type { MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import type { MetadataOwner } from "@/lib/client/metadata";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { otherPairs } from "./draft";
import { KnownField } from "./known-field";
import { ProviderCards } from "./provider-card";
import { texts } from "./texts";
import { useMetadataEditor } from "./use-metadata-editor";

interface MetadataFormProps {
  owner: MetadataOwner;
  entries: readonly MetadataEntry[];
  groups: readonly MetadataGroup[];
}

/**
 * All metadata of a virtual cluster: providers' keys as fields, the rest as pairs; or the settings of the
 * installation, which have no pairs. Sends only changes.
 */
export function MetadataForm({ owner, entries, groups }: MetadataFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const editor = useMetadataEditor(owner, entries);
  const { attempts } = editor;

  useEffect(() => {
    if (attempts === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid] button");
    wrong?.focus();
  }, [attempts]);

  return (
    <>
      <UnsavedGuard when={editor.dirty} description={texts.leaveHelp} />
      <SignInAgain />
      <form
        ref={form}
        noValidate
        className="grid max-w-3xl gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          editor.submit();
        }}
      >
        <RestoredNotice at={editor.restoredAt} onDiscard={editor.discard} />
        {owner === null ? (
          <Callout title={texts.settingsTitle}>
            {Children.toArray(texts.settingsNote({ secret: <code>{metadataSecret}</code> }))}
          </Callout>
        ) : (
          <Card>
            <Field label={texts.name} help={texts.nameHelp}>
              <Input mono readOnly value={owner} />
            </Field>
          </Card>
        )}
        <ProviderCards owner={owner} groups={groups} entries={entries} editor={editor} />
        {owner === null ? null : <OtherKeysCard entries={entries} editor={editor} />}
        <SaveBar
          owner={owner}
          changedKeys={editor.changedKeys}
          dirty={editor.dirty}
          saving={editor.saving}
          onDiscard={editor.discard}
        />
      </form>
    </>
  );
}

interface OtherKeysCardProps {
  entries: readonly MetadataEntry[];
  editor: ReturnType<typeof useMetadataEditor>;
}

/** Keys of no provider: pairs to edit, and secrets that somebody has added next to the known ones. */
function OtherKeysCard({ entries, editor }: OtherKeysCardProps) {
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

interface SaveBarProps {
  owner: MetadataOwner;
  changedKeys: readonly string[];
  dirty: boolean;
  saving: boolean;
  onDiscard: () => void;
}

/** Stays visible at the bottom: what would be saved, and the buttons. */
function SaveBar({ owner, changedKeys, dirty, saving, onDiscard }: SaveBarProps) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-raised px-4 py-2.5",
        dirty && "sticky bottom-3 z-20 shadow-high",
      )}
    >
      <p role="status" className="min-w-0 truncate text-muted text-sm">
        {changedKeys.length > 0
          ? Children.toArray(
              texts.unsaved({
                keys: <span className="font-mono text-ink text-xs">{changedKeys.join(", ")}</span>,
              }),
            )
          : dirty
            ? texts.mistakesLeft
            : texts.allSaved}
      </p>
      <div className="flex gap-2">
        <Button disabled={!dirty || saving} onClick={onDiscard}>
          {texts.discard}
        </Button>
        <Button type="submit" variant="primary" busy={saving} disabled={!dirty}>
          {owner === null ? texts.saveSettings : texts.saveMetadata}
        </Button>
      </div>
    </div>
  );
}
