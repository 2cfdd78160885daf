"use client";
import { Check, Copy, X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { texts } from "./texts";

const shownForInMilliseconds = 1600;

/** Copies a text; `state` shows the result for a moment. Browsers refuse over plain HTTP from another machine. */
export function useCopy(): { state: "idle" | "copied" | "failed"; copy: (text: string) => Promise<void> } {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState(copyTheOldWay(text) ? "copied" : "failed");
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), shownForInMilliseconds);
  }
  return { state, copy };
}

/**
 * `navigator.clipboard` exists on https and localhost only; a panel in a private network is often neither.
 */
function copyTheOldWay(text: string): boolean {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.cssText = "position:fixed;top:0;opacity:0";
  (focused?.closest("[role=dialog]") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

export interface CopyButtonProps {
  /** The text to copy. */
  text: string;
  /** What it is, for the button's name: "Copy name server 1". */
  label?: string;
  className?: string | undefined;
}

/** Copies a text, shows a tick for a moment and says "Copied" to screen readers. */
export function CopyButton({ text, label = "Copy", className }: CopyButtonProps) {
  const { state, copy } = useCopy();
  return (
    <span className={cn("relative inline-flex", className)}>
      <IconButton label={label} size="sm" onClick={() => void copy(text)}>
        {state === "copied" ? <Check aria-hidden className="text-done" /> : null}
        {state === "failed" ? <X aria-hidden className="text-failed" /> : null}
        {state === "idle" ? <Copy aria-hidden className="size-3.5!" /> : null}
      </IconButton>
      <span role="status" className="sr-only">
        {state === "copied" ? texts.copied : state === "failed" ? texts.cannotCopy : ""}
      </span>
    </span>
  );
}

export interface CopyLineProps {
  text: string;
  /** Names the button: "Copy name server 1". */
  label?: string;
  /** After the text: a badge, a tick. */
  aside?: ReactNode;
  className?: string | undefined;
}

/** A name, host or value in monospace with a button that copies it. */
export function CopyLine({ text, label = `Copy ${text}`, aside, className }: CopyLineProps) {
  return (
    <span className={cn("inline-flex min-w-0 max-w-full items-center gap-1", className)}>
      <code className="min-w-0 break-all font-mono text-[0.8125rem] text-ink">{text}</code>
      {aside}
      <CopyButton text={text} label={label} />
    </span>
  );
}

// A scrolling box must be reachable by keyboard, and then needs a role for its name.
const scrollable = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label }) as const;

export interface CodeBlockProps {
  code: string;
  /** Names the block: "YAML of gateway gw-1". */
  label: string;
  /** Line numbers; on by default from four lines on. */
  numbered?: boolean | undefined;
  /** Shown in the bar above; without it there is no bar. */
  title?: string | undefined;
  className?: string | undefined;
}

/** Code to read and copy; also scrolls by keyboard. */
export function CodeBlock({ code, label, numbered, title, className }: CodeBlockProps) {
  const id = useId();
  const lines = code
    .replace(/\n$/, "")
    .split("\n")
    .map((text, index) => ({ number: index + 1, text }));
  const numbers = numbered ?? lines.length > 3;
  return (
    <figure className={cn("relative min-w-0 rounded-lg border border-line bg-sunken", className)}>
      {title ? (
        <figcaption
          id={id}
          className="border-line border-b px-3 py-1.5 font-mono text-muted text-xs leading-6"
        >
          {title}
        </figcaption>
      ) : null}
      <CopyButton text={code} label={texts.copyCode} className="absolute! top-1 right-1 bg-sunken" />
      <pre {...scrollable(label)} className="max-h-128 overflow-auto p-3 pr-10 font-mono text-xs">
        <code className="grid min-w-max leading-5">
          {lines.map((line) => (
            <span key={line.number} className="flex">
              {numbers ? (
                <span
                  aria-hidden
                  className="w-8 shrink-0 select-none pr-3 text-right text-subtle tabular-nums"
                >
                  {line.number}
                </span>
              ) : null}
              <span className="whitespace-pre">{line.text || " "}</span>
            </span>
          ))}
        </code>
      </pre>
    </figure>
  );
}
