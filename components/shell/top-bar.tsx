"use client";
import { usePathname } from "next/navigation";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import type { AppShellProps } from "./app-shell";
import { breadcrumbsOf } from "./breadcrumbs-of";
import { LiveIndicator } from "./live-indicator";
import { MobileNavigation } from "./mobile-navigation";
import { NotificationBell } from "./notification-bell";
import { SearchButton } from "./search-button";
import { ThemeMenu } from "./theme-menu";
import { UserMenu } from "./user-menu";

/** Where one is at the left, what is always at hand at the right. Stays in sight. */
export function TopBar(props: Omit<AppShellProps, "children">) {
  const { live, notifications = [], unread = 0, onMarkRead, searchObjects, userName, onSignOut } = props;
  const pathname = usePathname();
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-line border-b bg-canvas/92 px-4 backdrop-blur-sm sm:px-6">
      <MobileNavigation footer={live ? <LiveIndicator state={live} /> : null} />
      <Breadcrumbs trail={breadcrumbsOf(pathname)} className="-ml-1 flex-1" />
      <div className="-mr-1.5 flex shrink-0 items-center gap-0.5">
        <SearchButton searchObjects={searchObjects} onSignOut={onSignOut} />
        {onMarkRead ? (
          <NotificationBell notifications={notifications} unread={unread} onMarkRead={onMarkRead} />
        ) : null}
        <ThemeMenu />
        {onSignOut ? <UserMenu name={userName ?? "Signed in"} onSignOut={onSignOut} /> : null}
      </div>
    </header>
  );
}
