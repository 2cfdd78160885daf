"use client";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "./dialog";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** As a question: "Delete gateway shop-gateway?" */
  title: ReactNode;
  /** What follows from it; name what is lost. */
  description?: ReactNode;
  /** The verb: "Delete gateway". */
  confirmLabel: string;
  /** "danger" by default. */
  tone?: "danger" | "primary";
  /** The name that must be typed before the button works: for what is shared or cannot be made again. */
  typeToConfirm?: string | undefined;
  /** Closes on success; what it throws is shown in the dialog (`Error.message`). */
  onConfirm: () => void | Promise<void>;
  /** More detail, e.g. a list of what goes with it. */
  children?: ReactNode;
}

/** Asks before something that cannot be taken back; shows progress and the error in place. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    confirmLabel,
    tone = "danger",
    typeToConfirm,
    children,
  } = props;
  const formId = useId();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const locked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;

  function change(next: boolean) {
    if (busy) return;
    setTyped("");
    setError(undefined);
    onOpenChange(next);
  }

  async function confirm() {
    if (locked || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      setTyped("");
      onOpenChange(false);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "This did not work. Try again.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      size="sm"
      footer={
        <>
          <Button disabled={busy} onClick={() => change(false)}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant={tone} busy={busy} disabled={locked}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4 empty:hidden"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {children}
        {typeToConfirm === undefined ? null : (
          <Field
            label={
              <>
                Type <code className="rounded-sm bg-sunken px-1 font-mono">{typeToConfirm}</code> to confirm
              </>
            }
          >
            <Input mono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        {error ? <Callout tone="failed">{error}</Callout> : null}
      </form>
    </Dialog>
  );
}
