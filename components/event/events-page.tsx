"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";

const EventList = deferred(
  () => import("./event-list").then((module) => module.EventList),
  () => <ListSkeleton label="Loading events" rows={8} />,
);

/** The page "Events"; its list is fetched once the page is awake. */
export function EventsPage() {
  return (
    <>
      <PageHeader
        title="Events"
        description="Every step that ended, waited, was blocked or failed, and what was issued, renewed or removed."
      />
      <EventList />
    </>
  );
}
