import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { EventList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { eventsQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: "Events" };

export default function EventsPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Events"
        description="Every step that ended, waited, was blocked or failed, and what was issued, renewed or removed."
      />
      <FirstData
        queries={[eventsQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading events" rows={8} />}
      >
        <EventList />
      </FirstData>
    </>
  );
}
