import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { SessionList } from "@/app/(panel)/contents/people";
import { FirstData } from "@/app/(panel)/first-data";
import { PeopleHeader } from "@/app/(panel)/people/views";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { allSessionsQuery } from "@/lib/client/people";

export const metadata: Metadata = { title: texts.sessions };

export default function SessionsPage(props: PageProps) {
  return (
    <>
      <PeopleHeader current="sessions" />
      <FirstData
        queries={[allSessionsQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingPeople} rows={5} />}
      >
        <SessionList />
      </FirstData>
    </>
  );
}
