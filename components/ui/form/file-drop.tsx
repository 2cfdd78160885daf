"use client";
import { FileCheck2, FileUp, FileX2 } from "lucide-react";
import { type ChangeEvent, type DragEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Textarea } from "./controls";
import { useFieldControl } from "./field";
import { texts } from "./texts";

export interface FileDropProps {
  /** What to drop, for the texts: "key file (JSON)". */
  what: string;
  /** The text; "" if there is none. */
  value: string;
  onChange: (text: string) => void;
  /** Hides the text once set; you can then only remove it. */
  secret?: boolean | undefined;
  /** As in `<input type="file">`, e.g. ".json,application/json". */
  accept?: string | undefined;
  /** What was recognized in the text, shown next to its size. */
  summary?: string | undefined;
}

/** Accepts the text of a file that you drop, choose or paste. Nothing leaves the browser by itself. */
export function FileDrop({ what, value, onChange, secret, accept, summary }: FileDropProps) {
  const field = useFieldControl({});
  const hintId = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [name, setName] = useState<string>();
  const [problem, setProblem] = useState<string>();

  async function take(file: File | undefined) {
    if (!file) return;
    const read = await readTextFile(file);
    setProblem(read.problem);
    if (read.text === undefined) return;
    setName(file.name);
    onChange(read.text);
  }

  const dropping = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      void take(event.dataTransfer.files[0]);
    },
  };

  if (secret && value) {
    const invalid = "aria-invalid" in field ? field["aria-invalid"] : undefined;
    return (
      <div
        data-invalid={invalid}
        className={cn(
          "flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border px-2.5 py-1",
          invalid ? "border-failed-solid bg-failed-soft" : "border-line bg-done-soft",
        )}
      >
        {invalid ? (
          <FileX2 aria-hidden className="size-4 text-failed" />
        ) : (
          <FileCheck2 aria-hidden className="size-4 text-done" />
        )}
        <span role="status" className="min-w-0 break-all text-ink text-sm">
          {name ?? texts.pastedText}
          <span className="text-muted"> · {summary ?? texts.characters({ count: value.length })}</span>
        </span>
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          aria-describedby={field["aria-describedby"]}
          onClick={() => {
            setName(undefined);
            onChange("");
          }}
        >
          {texts.chooseAnother}
        </Button>
      </div>
    );
  }

  return (
    // Dropping is an extra; the button does the same by keyboard.
    <div
      {...dropping}
      className={cn(
        "rounded-lg border border-line-strong border-dashed p-2 transition-colors",
        over ? "border-focus bg-accent-soft" : "bg-sunken",
      )}
    >
      <Textarea
        mono
        {...field}
        aria-describedby={[field["aria-describedby"], hintId].filter(Boolean).join(" ")}
        value={value}
        placeholder={texts.pasteHere({ what })}
        onChange={(event: ChangeEvent<HTMLTextAreaElement>) => {
          setName(undefined);
          onChange(event.target.value);
        }}
        className="min-h-20! text-xs! shadow-none!"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2 text-subtle text-xs">
        <Button size="sm" icon={<FileUp aria-hidden />} onClick={() => chooser.current?.click()}>
          {texts.chooseFile}
        </Button>
        <span id={hintId}>{problem ?? texts.dropHere}</span>
        <input
          ref={chooser}
          type="file"
          accept={accept}
          aria-label={texts.chooseThe({ what })}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
    </div>
  );
}

const largestInBytes = 1_048_576;

/** The text of a file, or why it is rejected: larger than 1 MiB, or not text. Never throws. */
export async function readTextFile(file: Blob): Promise<{ text?: string; problem?: string }> {
  if (file.size > largestInBytes) return { problem: texts.tooLarge };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes("\u0000")) return { problem: texts.notText };
    return { text };
  } catch {
    return { problem: texts.notText };
  }
}
