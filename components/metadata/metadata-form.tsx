"use client";
import { Children, useEffect, useRef } from "react";
import { RestoredNotice } from "@/components/mesh-object/editor/draft-notices";
import { SignInAgain } from "@/components/shell/sign-in-again";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { UnsavedGuard } from "@/components/ui/overlay/unsaved-guard";
import type { MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import type { MetadataOwner } from "@/lib/client/metadata";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { OtherKeysCard } from "./other-keys-card";
import { ProviderCards } from "./provider-card";
import { SaveBar } from "./save-bar";
import { texts } from "./texts";
import { useMetadataEditor } from "./use-metadata-editor";

export interface MetadataFormProps {
  owner: MetadataOwner;
  entries: readonly MetadataEntry[];
  groups: readonly MetadataGroup[];
}

/**
 * All metadata of a virtual cluster: providers' keys as fields, the rest as pairs; or the settings of the installation, which
 * have no others. Sends only what was changed.
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
