import { ChevronLeft, ChevronRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { cn } from "./cn";
import { PageLink } from "./link";
import { texts } from "./texts";

export interface PageHeaderProps {
  title: ReactNode;
  /** The title is an object's name: monospace. */
  isName?: boolean | undefined;
  /** Next to the title: a `StatusBadge`, a `Badge`. */
  badges?: ReactNode;
  description?: ReactNode;
  /** Buttons; the main one last. On phones, where they wrap, it comes first. */
  actions?: ReactNode;
}

/** The header of a page, with its only `<h1>`. */
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
      {actions ? (
        <div className="flex flex-wrap items-center gap-2 max-sm:[&>.bg-accent]:order-first">{actions}</div>
      ) : null}
    </header>
  );
}

export interface BreadcrumbsProps {
  /** Outermost first; the last is the page itself. */
  trail: readonly { title: string; href?: string; isName?: boolean }[];
  className?: string;
}

/** The trail to this page. On phones only the link to its parent, because the title is right below. */
export function Breadcrumbs({ trail, className }: BreadcrumbsProps) {
  const parent = trail.length - 2;
  return (
    <nav aria-label={texts.breadcrumbs} className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {trail.map((crumb, index) => {
          const last = index === trail.length - 1;
          const looks = cn("truncate rounded-sm", crumb.isName && "font-mono text-[0.75rem]");
          return (
            <Fragment key={crumb.href ?? `${crumb.title}-${trail.length - index}`}>
              <li
                className={cn(
                  "flex min-w-0 items-center",
                  // Names are truncated first, so that the kinds stay readable.
                  !crumb.isName && "lg:shrink-0",
                  trail.length > 1 && index !== parent && "max-sm:hidden",
                )}
              >
                {index === parent ? (
                  <ChevronLeft aria-hidden className="size-4 shrink-0 text-subtle sm:hidden" />
                ) : null}
                {crumb.href && !last ? (
                  <PageLink href={crumb.href} className={cn(looks, "px-1 text-muted hover:text-ink")}>
                    {crumb.title}
                  </PageLink>
                ) : (
                  <span
                    aria-current={last ? "page" : undefined}
                    className={cn(looks, "px-1", last ? "font-medium text-ink" : "text-subtle")}
                  >
                    {crumb.title}
                  </span>
                )}
              </li>
              {last ? null : (
                <li aria-hidden className="shrink-0 text-subtle max-sm:hidden">
                  <ChevronRight className="size-3.5" />
                </li>
              )}
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
