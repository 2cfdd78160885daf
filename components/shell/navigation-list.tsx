"use client";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { isCurrent, navigation } from "./navigation";

/**
 * The entries of the navigation. `foldable` follows the sidebar's rail; `onNavigate` closes the phone's
 * menu.
 */
export function NavigationList({ foldable, onNavigate }: { foldable?: boolean; onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {navigation.map((group) => (
        <div key={group.title ?? ""} className="flex flex-col gap-0.5">
          {group.title ? (
            <p
              className={cn(
                "h-6 truncate px-2 font-medium text-subtle text-xs leading-6",
                foldable && "rail:border-line rail:border-t rail:text-[0px]",
              )}
            >
              {group.title}
            </p>
          ) : null}
          <ul className="flex flex-col gap-0.5">
            {group.entries.map((entry) => {
              const current = isCurrent(entry.href, pathname);
              const Icon = entry.icon;
              return (
                <li key={entry.href}>
                  <PageLink
                    href={entry.href}
                    title={foldable ? entry.title : undefined}
                    aria-current={current ? "page" : undefined}
                    {...(onNavigate ? { onClick: onNavigate } : {})}
                    className={cn(
                      "flex h-8 items-center gap-2.5 overflow-hidden rounded-md px-2 font-medium",
                      "text-sm max-md:h-11",
                      "transition-colors duration-100",
                      current ? "bg-selected text-ink" : "text-muted hover:bg-hover hover:text-ink",
                    )}
                  >
                    <Icon
                      aria-hidden
                      className={cn("size-4 shrink-0", current ? "text-accent-ink" : "text-subtle")}
                    />
                    <span className={cn("truncate", foldable && "rail:sr-only")}>{entry.title}</span>
                  </PageLink>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
