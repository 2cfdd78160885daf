"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { Logo } from "./logo";
import { NavigationList } from "./navigation-list";
import { useSidebar } from "./use-sidebar";

/** The navigation at the left from 768 px on; folds to a rail of icons. */
export function Sidebar() {
  const { folded, toggle } = useSidebar();
  return (
    <aside
      aria-label="Sidebar"
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
          label={folded ? "Unfold the sidebar" : "Fold the sidebar"}
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
