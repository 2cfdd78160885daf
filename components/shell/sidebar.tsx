"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Logo } from "./logo";
import { NavigationList } from "./navigation-list";
import { useSidebar } from "./use-sidebar";

/** The navigation at the left from 768 px on; folds to a rail of icons. `footer` stands at its bottom. */
export function Sidebar({ footer }: { footer?: ReactNode }) {
  const { folded, toggle } = useSidebar();
  return (
    <div className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-canvas md:flex rail:w-13">
      <Link
        href="/"
        className="flex h-12 shrink-0 items-center gap-2.5 overflow-hidden px-3.5 font-semibold text-base text-ink outline-offset-[-2px]"
      >
        <Logo className="size-6 shrink-0" />
        <span className="rail:sr-only">Lamia</span>
      </Link>
      <div className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-2 py-2">
        <NavigationList foldable />
      </div>
      <div className="flex shrink-0 items-center justify-between gap-2 border-line border-t p-2">
        <div className="min-w-0 pl-1 rail:hidden">{footer}</div>
        <IconButton
          label={folded ? "Unfold the sidebar" : "Fold the sidebar"}
          aria-expanded={!folded}
          onClick={toggle}
        >
          <PanelLeftClose aria-hidden className="rail:hidden" />
          <PanelLeftOpen aria-hidden className="hidden rail:block" />
        </IconButton>
      </div>
    </div>
  );
}
