"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { usePathname } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { Logo } from "./logo";
import { isCurrent, navigation } from "./navigation";
import { sidebarKey } from "./sidebar-script";
import { texts } from "./texts";

/** The navigation at the left from 768 px on; collapses to a rail of icons. */
export function Sidebar() {
  const { folded, toggle } = useSidebar();
  return (
    <aside
      aria-label={texts.sidebar}
      className={cn(
        "sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-canvas",
        "md:flex rail:w-13",
      )}
    >
      <PageLink
        href="/"
        className={cn(
          "flex h-12 shrink-0 items-center gap-2.5 overflow-hidden px-3.5 font-semibold",
          "text-base text-ink outline-offset-[-2px]",
        )}
      >
        <Logo className="size-6 shrink-0" />
        <span className="rail:sr-only">Lamia</span>
      </PageLink>
      <div className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-2 py-2">
        <NavigationList foldable />
      </div>
      <div className="flex shrink-0 items-center justify-end border-line border-t p-2">
        <IconButton
          label={folded ? texts.expandSidebar : texts.collapseSidebar}
          aria-expanded={!folded}
          onClick={toggle}
        >
          <PanelLeftClose aria-hidden className="rail:hidden" />
          <PanelLeftOpen aria-hidden className="hidden rail:block" />
        </IconButton>
      </div>
    </aside>
  );
}

/** The entries of the navigation. `foldable` follows the sidebar's rail; `onNavigate` closes the phone's menu. */
export function NavigationList({ foldable, onNavigate }: { foldable?: boolean; onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label={texts.main} className="flex flex-col gap-4">
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

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Whether the sidebar is collapsed to a rail, and its toggle; the state is an attribute of <html> that CSS reads.
 */
export function useSidebar(): { folded: boolean; toggle: () => void } {
  const folded = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.sidebar === "rail",
    () => false,
  );
  const toggle = useCallback(() => {
    const html = document.documentElement;
    const fold = html.dataset.sidebar !== "rail";
    if (fold) html.dataset.sidebar = "rail";
    else delete html.dataset.sidebar;
    try {
      localStorage.setItem(sidebarKey, fold ? "rail" : "wide");
    } catch {
      // A browser without storage only forgets the choice.
    }
    for (const listener of listeners) listener();
  }, []);
  return { folded, toggle };
}
