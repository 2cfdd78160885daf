"use client";
import { Children, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { texts } from "@/components/ui/texts";
import { useIsSlow } from "@/components/ui/use-settled";
import { Dialog, type DialogProps } from "./dialog";
import { showToast } from "./toast";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** As a question: "Delete gateway shop-gateway?" */
  title: ReactNode;
  /** The consequences; name what is lost. */
  description?: ReactNode;
  /** The verb: "Delete gateway". */
  confirmLabel: string;
  /** "danger" by default. */
  tone?: "danger" | "primary";
  /** The name that you must type before the button works: for what is shared or can't be recreated. */
  typeToConfirm?: string | undefined;
  /** "sm" by default. */
  size?: DialogProps["size"];
  /** Closes on success, unless it returns false; an error is shown in the dialog (`Error.message`). */
  onConfirm: () => unknown;
  /** More detail, e.g. a list of what is deleted along with it. */
  children?: ReactNode;
}

const slowInMilliseconds = 10_000;

/**
 * Asks before something that can't be undone. It stays open until the request has succeeded, and shows why one
 * failed. You can close it instead of waiting; a toast then reports a failure.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    confirmLabel,
    tone = "danger",
    typeToConfirm,
    size = "sm",
    children,
  } = props;
  const formId = useId();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const isSlow = useIsSlow(busy, slowInMilliseconds);
  /** The attempt that the user is still waiting for. */
  const waiting = useRef<object | null>(null);
  const [error, setError] = useState<string>();
  const locked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;

  function change(next: boolean) {
    if (busy && !isSlow) return;
    waiting.current = null;
    setBusy(false);
    setTyped("");
    setError(undefined);
    onOpenChange(next);
  }

  async function confirm() {
    if (locked || busy) return;
    const attempt = {};
    waiting.current = attempt;
    setBusy(true);
    setError(undefined);
    try {
      const isDone = await props.onConfirm();
      if (waiting.current !== attempt || isDone === false) return;
      setTyped("");
      onOpenChange(false);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : texts.didNotWork;
      if (waiting.current === attempt) setError(message);
      else
        showToast({
          tone: "error",
          title: texts.actionFailed({ action: confirmLabel }),
          description: message,
        });
    } finally {
      if (waiting.current === attempt) setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      size={size}
      footer={
        <>
          <p role="status" className="mr-auto self-center text-muted text-sm">
            {isSlow ? texts.stillWaiting : ""}
          </p>
          <Button disabled={busy && !isSlow} onClick={() => change(false)}>
            {isSlow ? texts.stopWaiting : texts.cancel}
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
            label={Children.toArray(
              texts.typeToConfirm({
                phrase: <code className="rounded-sm bg-sunken px-1 font-mono">{typeToConfirm}</code>,
              }),
            )}
          >
            <Input mono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        {error ? <Callout tone="failed">{error}</Callout> : null}
      </form>
    </Dialog>
  );
}
