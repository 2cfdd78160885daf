import { cn } from "./cn";
import { PageLink } from "./link";

export interface ViewTabsProps {
  /** For screen readers, what the pages have in common. */
  label: string;
  views: readonly { id: string; href: string; label: string }[];
  current: string;
}

/** Links between pages that are one to the reader. */
export function ViewTabs({ label: name, views, current }: ViewTabsProps) {
  return (
    <nav aria-label={name} className="-mb-2 overflow-x-auto border-line border-b">
      <ul className="flex gap-4 whitespace-nowrap text-sm">
        {views.map(({ id, href, label }) => (
          <li key={id}>
            <PageLink
              href={href}
              aria-current={id === current ? "page" : undefined}
              className={cn(
                "block border-b-2 px-0.5 py-2 font-medium outline-offset-[-2px]",
                id === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {label}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
