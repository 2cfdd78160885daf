"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Combobox } from "@/components/ui/form/combobox";
import { Input, Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { BulkRow } from "./bulk-kinds";
import { type ManyDialogProps, namesOf, Progress } from "./delete-many-dialog";
import { type LabelChange, labelProblems, relabeled } from "./relabel";
import { type Failed, runAll } from "./run-all";
import { texts } from "./texts";

const actions = [
  { value: "set", label: texts.set },
  { value: "remove", label: texts.remove },
] as const;

/** Sets one label on many objects, or removes it from them; saves each like its form does. */
export function LabelDialog({ kind, rows, onClose }: ManyDialogProps) {
  const client = useQueryClient();
  const [change, setChange] = useState<LabelChange>({ action: "set", key: "", value: "" });
  const [wasLeft, setWasLeft] = useState({ key: false, value: false });
  const [failed, setFailed] = useState<readonly Failed<BulkRow>[]>([]);
  const [done, setDone] = useState<number | null>(null);
  const labels = rows.map((row) => kind.labels?.of(row) ?? {});
  const keys = [...new Set(labels.flatMap((each) => Object.keys(each)))].sort();
  const { action, key, value } = change;
  const problems = labelProblems(change);
  const having = labels.filter((each) => Object.hasOwn(each, key)).length;
  const left = failed.length > 0 ? failed.map(({ item }) => item) : rows;

  async function save() {
    if (problems.key !== null || problems.value !== null) {
      setWasLeft({ key: true, value: true });
      return false;
    }
    setDone(0);
    const next = await runAll(
      left,
      async (row) => kind.labels?.save(row, (before) => relabeled(before, change)),
      setDone,
    );
    setDone(null);
    setFailed(next);
    void client.invalidateQueries({ queryKey: [kind.topic] });
    const what = kind.inWords({ count: rows.length });
    if (next.length > 0)
      throw new Error(texts.notLabeled({ failed: next.length, what, names: namesOf(next) }));
    showToast({
      tone: "success",
      title:
        action === "set"
          ? texts.labeled({ label: `${key}=${value}`, what })
          : texts.unlabeled({ label: key, what }),
    });
    return true;
  }

  /** A different label is tried on all of them. */
  const edit = (part: Partial<LabelChange>) => {
    setFailed([]);
    setChange({ ...change, ...part });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.labelTitle({ what: kind.inWords({ count: rows.length }) })}
      confirmLabel={action === "set" ? texts.setLabel : texts.removeLabel}
      tone="primary"
      onConfirm={save}
    >
      <Field label={texts.action}>
        <Select
          options={actions}
          value={action}
          onChange={(event) => edit({ action: event.target.value === "remove" ? "remove" : "set" })}
        />
      </Field>
      <Field
        label={texts.key}
        required
        help={
          key === "" || problems.key !== null
            ? texts.keyHelp
            : having === 0
              ? texts.noneHave
              : texts.someHave({ count: having })
        }
        error={wasLeft.key ? (problems.key ?? undefined) : undefined}
      >
        <Combobox
          freeText
          mono
          placeholder={texts.keyExample}
          options={keys.map((each) => ({ value: each, label: each }))}
          value={key}
          onChange={(next) => edit({ key: next.trim() })}
          onBlur={() => setWasLeft((before) => ({ ...before, key: true }))}
        />
      </Field>
      {action === "set" ? (
        <Field label={texts.value} error={wasLeft.value ? (problems.value ?? undefined) : undefined}>
          <Input
            mono
            placeholder={texts.valueExample}
            value={value}
            onChange={(event) => edit({ value: event.target.value.trim() })}
            onBlur={() => setWasLeft((before) => ({ ...before, value: true }))}
          />
        </Field>
      ) : null}
      {failed.length > 0 ? (
        <ul aria-label={texts.failures} className="max-h-40 list-disc space-y-1 overflow-y-auto pl-5 text-sm">
          {failed.map(({ item, message }) => (
            <li key={`${item.virtualCluster}/${item.name}`} className="break-words text-failed">
              {texts.failure({ ...item, message })}
            </li>
          ))}
        </ul>
      ) : null}
      {done === null ? null : <Progress done={done} total={left.length} />}
    </ConfirmDialog>
  );
}
