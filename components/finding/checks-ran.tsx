"use client";
import { checks } from "@/lib/istio/rules";
import { texts } from "./texts";

/** Every check by its title; loaded only when there are no findings. */
export function ChecksRan() {
  return (
    <details className="rounded-lg border border-line bg-surface text-sm">
      <summary className="cursor-pointer rounded-lg px-3 py-2 font-medium">
        {texts.checksRan({ count: checks.length })}
      </summary>
      <ul className="grid gap-1 border-line border-t px-3 py-2 text-muted">
        {checks.map(({ id, code, title }) => (
          <li key={id} className="flex gap-2">
            <span className="w-16 shrink-0 font-mono text-subtle text-xs leading-5">{code}</span>
            {title}
          </li>
        ))}
      </ul>
    </details>
  );
}
