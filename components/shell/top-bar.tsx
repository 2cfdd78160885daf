"use client";
import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { Breadcrumbs } from "@/components/ui/page-header";
import { breadcrumbsOf } from "./breadcrumbs-of";

const MobileNavigation = deferred(
  () => import("./mobile-navigation").then((module) => module.MobileNavigation),
  () => (
    <span aria-hidden className="-ml-1.5 flex size-9 items-center justify-center text-muted md:hidden">
      <Menu className="size-4" />
    </span>
  ),
);

/** Where one is at the left, what is always at hand at the right. Stays in sight. */
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
