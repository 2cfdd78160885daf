import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { stateStyles } from "./badge";
import { cn } from "./cn";

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
  done: { icon: stateStyles.done.icon, looks: "bg-done-soft", icons: "text-done" },
  waiting: { icon: stateStyles.waiting.icon, looks: "bg-waiting-soft", icons: "text-waiting" },
  blocked: { icon: stateStyles.blocked.icon, looks: "bg-blocked-soft", icons: "text-blocked" },
  failed: { icon: stateStyles.failed.icon, looks: "bg-failed-soft", icons: "text-failed" },
} as const;

/** A notice on the page. Screen readers announce `failed` and `blocked` ones. */
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

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What this list is for and how to create its first entry. */
  description?: ReactNode;
  actions?: ReactNode;
  headingLevel?: 1 | 2 | 3;
  className?: string | undefined;
  /** More below: steps, a code block. */
  children?: ReactNode;
}

/** Replaces an empty list; it explains rather than apologizes. */
export function EmptyState(props: EmptyStateProps) {
  const { icon, title, description, actions, headingLevel = 2, className, children } = props;
  const Heading = `h${headingLevel}` as const;
  return (
    <div
      className={cn("mx-auto flex w-full max-w-lg flex-col items-center px-4 py-14 text-center", className)}
    >
      {icon ? (
        <div
          className={cn(
            "mb-4 flex size-11 items-center justify-center rounded-xl border border-line",
            "bg-surface text-subtle shadow-low [&_svg]:size-5",
          )}
        >
          {icon}
        </div>
      ) : null}
      <Heading className="font-semibold text-ink text-lg">{title}</Heading>
      {description ? <div className="mt-1 text-pretty text-muted">{description}</div> : null}
      {children ? <div className="mt-5 w-full text-left">{children}</div> : null}
      {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
