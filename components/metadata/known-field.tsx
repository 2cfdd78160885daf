import { useMutation } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { SecretField } from "@/components/ui/form/secret-field";
import { Callout } from "@/components/ui/notices";
import type { MetadataCheck, MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import { type MetadataPatch, sendTest } from "@/lib/client/metadata";
import { readJsonFile } from "./read-json-file";
import { texts } from "./texts";
import type { useMetadataEditor } from "./use-metadata-editor";

export interface KnownFieldProps {
  entry: MetadataEntry;
  /** The new value; null to remove it; undefined while unchanged. */
  value: string | null | undefined;
  error: string | undefined;
  /** The provider's answer, if this field needs the correction. */
  check: MetadataCheck | undefined;
  onChange: (value: string | null | undefined) => void;
}

/** A known key as a field with its own label and help; a secret shows only what may be shown of it. */
export function KnownField({ entry, value, error: problem, check, onChange }: KnownFieldProps) {
  const { key, secret, set, wellKnown, summary, mistake } = entry;
  const error = problem ?? (value === undefined ? mistake : undefined);
  const label = (
    <>
      {wellKnown?.label ?? key}
      {wellKnown?.optional ? ` ${texts.optional}` : null}{" "}
      {wellKnown ? <code className="ml-1 font-mono font-normal text-subtle text-xs">{key}</code> : null}
    </>
  );
  const shown = summary && Object.values(summary).join(" · ");
  return (
    <div className="grid gap-2">
      {set && value === null ? (
        <Field label={label} aside={texts.removedOnSave}>
          <PendingRemoval name={wellKnown?.label ?? key} onKeep={() => onChange(undefined)} />
        </Field>
      ) : secret ? (
        <SecretField
          label={label}
          help={wellKnown?.help}
          error={error}
          isSet={set}
          value={value ?? null}
          onChange={(next) => onChange(next ?? undefined)}
          onRemove={() => onChange(null)}
          summary={shown}
          {...fileProps(entry, value)}
        />
      ) : wellKnown?.choices ? (
        <Field label={label} help={wellKnown.help} error={error}>
          <Select
            name={key}
            placeholder={wellKnown.placeholder}
            options={[...wellKnown.choices, ...(mistake && entry.value ? [entry.value] : [])].map(
              (choice) => ({ value: choice, label: choice }),
            )}
            value={value ?? entry.value ?? ""}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      ) : (
        <Field label={label} help={wellKnown?.help} error={error}>
          <Input
            mono
            name={key}
            inputMode={wellKnown?.kind === "url" ? "url" : "text"}
            placeholder={wellKnown?.placeholder}
            value={value ?? entry.value ?? ""}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      )}
      {check ? (
        <Callout tone="blocked" title={check.note}>
          {check.remedy}
        </Callout>
      ) : null}
    </div>
  );
}

function PendingRemoval({ name, onKeep }: { name: string; onKeep: () => void }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 rounded-md border border-line-strong border-dashed px-2.5 py-1 text-muted text-sm">
      {texts.willBeRemoved({ name })}
      <Button size="sm" onClick={onKeep}>
        {texts.keep}
      </Button>
    </div>
  );
}

/** How to drop or paste a secret that is a file, and what is recognized in it. */
function fileProps({ wellKnown }: MetadataEntry, value: string | null | undefined) {
  if (wellKnown?.kind === "text-file") return { file: texts.keyFile };
  if (wellKnown?.kind !== "json-file") return {};
  const props = { file: texts.jsonKeyFile, accept: ".json,application/json" };
  if (!value || !wellKnown.file) return props;
  const { name, shows } = wellKnown.file;
  const read = readJsonFile(value, wellKnown.file);
  const recognised = read.ok
    ? shows.map((field) => read.values[field]).join(" · ")
    : texts.notThisFile({ name });
  return { ...props, recognised };
}

interface SendTestProps {
  virtualCluster: string;
  destination: NonNullable<MetadataGroup["destinations"]>[number];
  /** The address of the destination. */
  entry: MetadataEntry;
  editor: ReturnType<typeof useMetadataEditor>;
}

/** Sends a notification with the form's current settings, saved or not, and shows the result. */
export function SendTest({ virtualCluster, destination, entry, editor }: SendTestProps) {
  const { draft, patch } = editor;
  const test = useMutation<MetadataCheck, Error, MetadataPatch>({
    mutationFn: (changes) => sendTest(virtualCluster, destination.id, changes),
    onError: editor.refuse,
  });
  const typed = draft.fields[entry.key];
  const isBegun = typed === undefined ? entry.set : Boolean(typed);
  // The result for other values says nothing about these.
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
