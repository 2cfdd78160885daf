"use client";
import { type FormEvent, useRef, useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { useAwake } from "@/components/ui/deferred";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import type { Refusal } from "@/lib/client/sign-in";

interface EntryField {
  name: string;
  label: string;
  type?: "password" | "email";
  autoComplete: string;
  help?: string;
  mono?: boolean;
}

interface EntryFormProps {
  fields: readonly EntryField[];
  /** The error of an empty field. */
  missing: string;
  submitLabel: string;
  submit: (values: Record<string, string>) => Promise<Refusal | null>;
  onDone: () => void;
  /** Whether it has the focus at first, and the main button of the page. */
  isFirst?: boolean;
}

/**
 * A large button that is disabled, and Enter with it, until the browser has hydrated the page. It looks the same
 * before, so that nothing flickers.
 */
export function EntryButton(props: ButtonProps) {
  const isAwake = useAwake();
  const className = isAwake ? undefined : "cursor-progress disabled:opacity-100";
  return <Button size="lg" disabled={!isAwake} className={className} {...props} />;
}

/** A few fields; an error is next to its field, or next to the last one, and that field gets the focus. */
export function EntryForm({ fields, missing, submitLabel, submit, onDone, isFirst = true }: EntryFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const last = fields.at(-1)?.name;

  function refuse(refusal: Refusal) {
    const field = fields.some(({ name }) => name === refusal.field) ? refusal.field : last;
    setBusy(false);
    setError({ ...refusal, field });
    const input = form.current?.elements.namedItem(field ?? "");
    if (input instanceof HTMLInputElement) input.select();
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map(({ name }) => [name, String(data.get(name) ?? "")]));
    const empty = fields.find(({ name }) => !values[name]?.trim());
    if (empty) return refuse({ message: missing, field: empty.name });
    setBusy(true);
    const refusal = await submit(values);
    if (refusal) refuse(refusal);
    else onDone();
  }

  // A browser without our script must not put the password into the address.
  return (
    <form ref={form} method="post" onSubmit={onSubmit} noValidate className="grid gap-4">
      {fields.map(({ name, label, type, autoComplete, help, mono = false }, index) => (
        <Field
          key={name}
          label={label}
          help={help}
          error={error?.field === name ? error.message : undefined}
          required
        >
          <Input
            name={name}
            type={type ?? "text"}
            mono={mono}
            autoFocus={isFirst && index === 0}
            autoComplete={autoComplete}
            onChange={() => setError(undefined)}
          />
        </Field>
      ))}
      <EntryButton type="submit" variant={isFirst ? "primary" : "secondary"} busy={busy}>
        {submitLabel}
      </EntryButton>
    </form>
  );
}
