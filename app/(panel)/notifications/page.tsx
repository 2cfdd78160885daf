import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { NotificationList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { notificationPagesQuery } from "@/lib/client/activity";

export const metadata: Metadata = { title: texts.notifications };

export default function NotificationsPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.notifications} description={texts.notificationsHelp} />
      <FirstData
        queries={[notificationPagesQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingNotifications} rows={6} />}
      >
        <NotificationList />
      </FirstData>
    </>
  );
}
