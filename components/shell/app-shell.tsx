"use client";
import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { Breadcrumbs } from "@/components/ui/page-header";
import { breadcrumbsOf } from "./navigation";
import { Sidebar } from "./sidebar";
import { texts } from "./texts";

export interface AppShellProps {
  /** At the right of the top bar: `ShellActions`. */
  actions: ReactNode;
  /** Above every page. */
  notice?: ReactNode;
  children: ReactNode;
}

/** Sidebar, top bar and the page. */
export function AppShell({ actions, notice, children }: AppShellProps) {
  return (
    <>
      <SkipLink />
      <div className="flex min-h-dvh">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col [--sticky-top:3rem]">
          <TopBar actions={actions} />
          <main id="main" tabIndex={-1} className="flex-1 outline-none">
            <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8">
              {notice}
              {children}
            </div>
          </main>
        </div>
      </div>
    </>
  );
}

const MobileNavigation = deferred(
  () => import("./mobile-navigation").then((module) => module.MobileNavigation),
  () => (
    <span aria-hidden className="-ml-1.5 flex size-9 items-center justify-center text-muted md:hidden">
      <Menu className="size-4" />
    </span>
  ),
);

/** The page's trail at the left, global actions at the right. Always visible. */
export function TopBar({ actions }: { actions: ReactNode }) {
  const pathname = usePathname();
  return (
    <header
      className={cn(
        "sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-line border-b",
        "bg-canvas/92 px-4 backdrop-blur-sm sm:px-6 lg:px-8",
      )}
    >
      <MobileNavigation />
      <Breadcrumbs trail={breadcrumbsOf(pathname)} className="-ml-1 flex-1" />
      <div className="-mr-1.5 flex shrink-0 items-center gap-0.5">{actions}</div>
    </header>
  );
}

/** The first stop of the Tab key: skips the navigation. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className={cn(
        "fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium",
        "text-on-accent text-sm focus:translate-y-0",
      )}
    >
      {texts.skipToContent}
    </a>
  );
}
