import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** No padding around the children, for tables and lists that reach the edges. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
}

/** A bordered surface; with a title it is a `<section>` named by it. */
export function Card({ title, description, actions, footer, flush, className, children }: CardProps) {
  const id = useId();
  const Tag = title ? "section" : "div";
  return (
    <Tag
      aria-labelledby={title ? id : undefined}
      className={cn("min-w-0 rounded-xl border border-line bg-surface shadow-low", className)}
    >
      {title ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-3">
          <div className="min-w-0">
            <h2 id={id} className="font-semibold text-base text-ink">
              {title}
            </h2>
            {description ? <p className="text-pretty text-muted text-sm">{description}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      {children === undefined ? null : (
        <div
          className={cn(
            !flush && "p-4",
            title && !flush && "pt-0",
            title && flush && "border-line border-t",
            // Clipped, not hidden: a table's header inside must be able to stick to the window.
            !title && flush && "overflow-clip rounded-xl",
          )}
        >
          {children}
        </div>
      )}
      {footer ? (
        <div className="rounded-b-xl border-line border-t bg-canvas px-4 py-2.5 text-muted text-sm">
          {footer}
        </div>
      ) : null}
    </Tag>
  );
}

export interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A titled part of a page: `<section>` named by its `<h2>`. */
export function Section({ title, description, actions, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("flex min-w-0 flex-col gap-3", className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={id} className="font-semibold text-ink text-lg">
            {title}
          </h2>
          {description ? <p className="max-w-2xl text-pretty text-muted text-sm">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

export interface DescriptionListProps {
  items: readonly {
    term: string;
    /** An empty value shows as a dash. */
    value: ReactNode;
  }[];
  className?: string | undefined;
}

/** Names and values of one object, side by side if there is space. */
export function DescriptionList({ items, className }: DescriptionListProps) {
  return (
    <dl className={cn("@container grid gap-x-6 gap-y-3 text-sm sm:gap-y-2", className)}>
      {items.map((item) => (
        <div
          key={item.term}
          className="min-w-0 sm:grid sm:grid-cols-[7rem_1fr] sm:items-baseline sm:gap-4 sm:@md:grid-cols-[11rem_1fr]"
        >
          <dt className="text-subtle">{item.term}</dt>
          <dd className="min-w-0 break-words text-ink">{item.value === "" ? "—" : (item.value ?? "—")}</dd>
        </div>
      ))}
    </dl>
  );
}
