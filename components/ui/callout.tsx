import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { stateLooks } from "./states";

export interface CalloutProps {
  tone?: "info" | "done" | "waiting" | "blocked" | "failed";
  title?: ReactNode;
  /** Buttons or links below the text. */
  actions?: ReactNode;
  className?: string | undefined;
  children?: ReactNode;
}

const tones = {
  info: { icon: Info, looks: "bg-running-soft", icons: "text-running" },
  done: { icon: stateLooks.done.icon, looks: "bg-done-soft", icons: "text-done" },
  waiting: { icon: stateLooks.waiting.icon, looks: "bg-waiting-soft", icons: "text-waiting" },
  blocked: { icon: stateLooks.blocked.icon, looks: "bg-blocked-soft", icons: "text-blocked" },
  failed: { icon: stateLooks.failed.icon, looks: "bg-failed-soft", icons: "text-failed" },
} as const;

/** A remark that belongs to the page. `failed` and `blocked` are read out when they appear. */
export function Callout({ tone = "info", title, actions, className, children }: CalloutProps) {
  const { icon: Icon, looks, icons } = tones[tone];
  const urgent = tone === "failed" || tone === "blocked";
  return (
    <div
      role={urgent ? "alert" : "note"}
      className={cn("flex gap-2.5 rounded-lg px-3 py-2.5 text-ink text-sm", looks, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", icons)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-pretty break-words">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
