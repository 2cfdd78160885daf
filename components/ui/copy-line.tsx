import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

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
