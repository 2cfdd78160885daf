import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { NotificationList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { notificationPagesQuery } from "@/lib/client/activity";

export const metadata: Metadata = { title: "Notifications" };

export default function NotificationsPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Notifications"
        description="Gateways that began to serve, wait for you or keep failing, and certificates that were renewed."
      />
      <FirstData
        queries={[notificationPagesQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading notifications" rows={6} />}
      >
        <NotificationList />
      </FirstData>
    </>
  );
}
