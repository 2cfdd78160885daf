import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { EventList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { eventsQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.events };

export default function EventsPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.events} description={texts.eventsHelp} />
      <FirstData
        queries={[eventsQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingEvents} rows={8} />}
      >
        <EventList />
      </FirstData>
    </>
  );
}
