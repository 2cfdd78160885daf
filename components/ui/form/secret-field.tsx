"use client";
import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "./controls";
import { Field } from "./field";
import { FileDrop } from "./file-drop";
import { texts } from "./texts";

export interface SecretFieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean | undefined;
  /** The server has a value, which it never sends back; shown as dots only. */
  isSet: boolean;
  /** The new value; null to keep the stored one. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** A multi-line secret, dropped or pasted as a file. The string says what to drop: "key file (JSON)". */
  file?: string | undefined;
  /** For `file`: as in `<input type="file">`, e.g. ".json,application/json". */
  accept?: string | undefined;
  /** For `file`: what was recognized in the new value, shown instead of its length. */
  recognised?: string | undefined;
  /** Shown next to the dots: what is known about the stored value, e.g. its account's e-mail. */
  summary?: ReactNode;
  /** Removes the stored value, if that makes sense. */
  onRemove?: (() => void) | undefined;
}

/** A secret: masked once stored, replaced rather than edited. */
export function SecretField(props: SecretFieldProps) {
  const { label, help, error, required, isSet, value, onChange, file, summary, onRemove } = props;
  const [replacing, setReplacing] = useState(false);
  const stored = isSet && !replacing && value === null;
  const keep = isSet ? (
    <button
      type="button"
      className="cursor-pointer rounded-sm text-accent-ink underline-offset-3 hover:underline"
      onClick={() => {
        setReplacing(false);
        onChange(null);
      }}
    >
      {texts.keepValue}
    </button>
  ) : null;

  return (
    <Field label={label} help={help} error={error} required={required} aside={stored ? null : keep}>
      {stored ? (
        <StoredSecret summary={summary} onReplace={() => setReplacing(true)} onRemove={onRemove} />
      ) : file ? (
        <FileDrop
          what={file}
          value={value ?? ""}
          onChange={onChange}
          accept={props.accept}
          summary={props.recognised}
          secret
        />
      ) : (
        <Input
          type="password"
          mono
          autoComplete="new-password"
          autoFocus={replacing}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface StoredSecretProps {
  summary: ReactNode;
  onReplace: () => void;
  onRemove: (() => void) | undefined;
}

function StoredSecret({ summary, onReplace, onRemove }: StoredSecretProps) {
  return (
    <div
      className={cn(
        "flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line",
        "bg-sunken px-2.5 py-1",
      )}
    >
      <KeyRound aria-hidden className="size-4 text-subtle" />
      <span aria-hidden className="font-mono text-muted tracking-wider">
        ••••••••
      </span>
      <span className="sr-only">{texts.valueStored}</span>
      {summary ? <span className="min-w-0 break-all text-muted text-sm">{summary}</span> : null}
      <span className="ml-auto flex gap-1">
        <Button size="sm" variant="ghost" onClick={onReplace}>
          {texts.replace}
        </Button>
        {onRemove ? (
          <Button size="sm" variant="danger-ghost" onClick={onRemove}>
            {texts.remove}
          </Button>
        ) : null}
      </span>
    </div>
  );
}
