import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What this list is for and how its first entry comes to be. */
  description?: ReactNode;
  actions?: ReactNode;
  headingLevel?: 1 | 2 | 3;
  className?: string | undefined;
  /** More below: steps, a code block. */
  children?: ReactNode;
}

/** What stands where nothing is yet; it teaches rather than apologises. */
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
