"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";

const NotificationList = deferred(
  () => import("./notification-list").then((module) => module.NotificationList),
  () => <ListSkeleton label="Loading notifications" rows={6} />,
);

/** The page "Notifications"; its list is fetched once the page is awake. */
export function NotificationsPage() {
  return (
    <>
      <PageHeader
        title="Notifications"
        description="Gateways that began to serve, wait for you or keep failing, and certificates that were renewed."
      />
      <NotificationList />
    </>
  );
}
