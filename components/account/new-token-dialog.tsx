"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-button";
import { Input, Select } from "@/components/ui/form/controls";
import { Field, FieldError } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import { createApiToken } from "@/lib/client/account";
import { everywhere, type Role, roles } from "@/lib/model/roles";
import { roleLabels, scopeLabel } from "./role-labels";
import { texts } from "./texts";

interface NewTokenDialogProps {
  grants: readonly { scope: string }[];
  onCreated: () => void;
  onClose: () => void;
}

const lives = [7, 30, 90, 365];

/** Makes a token for a program, and then shows it, once. */
export function NewTokenDialog({ grants, onCreated, onClose }: NewTokenDialogProps) {
  const form = useId();
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const scopes = [...new Set(grants.map(({ scope }) => scope))].sort();

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    if (busy) return;
    if (name === "") return setProblem(texts.fillIn);
    setBusy(true);
    try {
      const made = await createApiToken({
        name,
        role: String(data.get("role")) as Role,
        scope: String(data.get("scope")),
        expiresInDays: Number(data.get("days")),
      });
      setToken(made.token);
      onCreated();
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : texts.didNotWork);
    }
    setBusy(false);
  }

  if (token !== null)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        size="sm"
        title={texts.shownOnce}
        footer={
          <Button variant="primary" onClick={onClose}>
            {texts.done}
          </Button>
        }
      >
        <div className="grid gap-3">
          <CopyLine text={token} label={texts.copyToken} />
          <Callout tone="waiting">{texts.shownOnceHelp}</Callout>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={texts.newTokenTitle}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {texts.createToken}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void create(event)} className="grid gap-4">
        <Field label={texts.tokenName} help={texts.tokenNameHelp} required>
          <Input name="name" maxLength={100} onChange={() => setProblem(undefined)} />
        </Field>
        <Field label={texts.role} help={texts.roleHelp}>
          <Select name="role" options={roles.map((role) => ({ value: role, label: roleLabels[role] }))} />
        </Field>
        <Field label={texts.scope}>
          <Select
            name="scope"
            options={(scopes.length > 0 ? scopes : [everywhere]).map((scope) => ({
              value: scope,
              label: scopeLabel(scope),
            }))}
          />
        </Field>
        <Field label={texts.expires}>
          <Select
            name="days"
            defaultValue="90"
            options={lives.map((days) => ({ value: String(days), label: texts.inDays({ days }) }))}
          />
        </Field>
        <FieldError message={problem} />
      </form>
    </Dialog>
  );
}
