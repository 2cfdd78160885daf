import type { ReactNode } from "react";
import { cn } from "./cn";

export interface PageHeaderProps {
  title: ReactNode;
  /** The title is an object's name: monospace. */
  isName?: boolean | undefined;
  /** Beside the title: a `StatusBadge`, a `Badge`. */
  badges?: ReactNode;
  description?: ReactNode;
  /** Buttons; the main one last. */
  actions?: ReactNode;
}

/** The head of a page, with its only `<h1>`. */
export function PageHeader({ title, isName, badges, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1
            className={cn(
              "min-w-0 break-words font-semibold text-ink",
              isName ? "font-mono text-lg" : "text-xl tracking-tight",
            )}
          >
            {title}
          </h1>
          {badges}
        </div>
        {description ? <p className="mt-0.5 max-w-3xl text-pretty text-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
