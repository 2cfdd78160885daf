"use client";
import { useEffect, useRef } from "react";
import { texts } from "./texts";

/** The installer's log as it grows; it follows the end unless you have scrolled up. */
export function InstallationLog({ log }: { log: string }) {
  const box = useRef<HTMLPreElement>(null);
  const follow = useRef(true);
  useEffect(() => {
    if (log !== "" && follow.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [log]);
  if (log === "") return null;
  return (
    <pre
      ref={box}
      role="log"
      aria-label={texts.installationLog}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, the arrow keys can’t scroll the log
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follow.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
      className="max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-lg border border-line bg-sunken p-3 font-mono text-xs leading-5"
    >
      {log}
    </pre>
  );
}
