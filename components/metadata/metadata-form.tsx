"use client";
import { useEffect, useRef } from "react";
import { RestoredNotice } from "@/components/mesh-object/editor/draft-notices";
import { SignInAgain } from "@/components/shell/sign-in-again";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { UnsavedGuard } from "@/components/ui/overlay/unsaved-guard";
import type { MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { OtherKeysCard } from "./other-keys-card";
import { ProviderCard } from "./provider-card";
import { SaveBar } from "./save-bar";
import { texts } from "./texts";
import { useMetadataEditor } from "./use-metadata-editor";

export interface MetadataFormProps {
  virtualCluster: string;
  entries: readonly MetadataEntry[];
  groups: readonly MetadataGroup[];
}

/** All metadata of a virtual cluster: providers' keys as fields, the rest as pairs. Sends only what was changed. */
export function MetadataForm({ virtualCluster, entries, groups }: MetadataFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const editor = useMetadataEditor(virtualCluster, entries);
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
        <Card>
          <Field label="Name" help="The namespace's own name; Kubernetes does not let it change.">
            <Input mono readOnly value={virtualCluster} />
          </Field>
        </Card>
        {groups.map((group) => (
          <ProviderCard
            key={group.title}
            group={group}
            entries={entries.filter(({ wellKnown }) => wellKnown?.group === group.title)}
            editor={editor}
          />
        ))}
        <OtherKeysCard entries={entries} editor={editor} />
        <SaveBar
          changedKeys={editor.changedKeys}
          dirty={editor.dirty}
          saving={editor.saving}
          onDiscard={editor.discard}
        />
      </form>
    </>
  );
}
