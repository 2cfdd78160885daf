"use client";
import { useId } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

// What scrolls must be reachable by keyboard, and then it needs a role to carry its name.
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

/** Code to read and copy; scrolls by keyboard too. */
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
      <CopyButton text={code} label="Copy code" className="absolute! top-1 right-1 bg-sunken" />
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
