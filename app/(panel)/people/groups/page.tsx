import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { AddGroupButton, GroupList } from "@/app/(panel)/contents/people";
import { FirstData } from "@/app/(panel)/first-data";
import { PeopleHeader } from "@/app/(panel)/people/views";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { groupsQuery } from "@/lib/client/people";

export const metadata: Metadata = { title: texts.groups };

export default function GroupsPage(props: PageProps) {
  return (
    <>
      <PeopleHeader current="groups" actions={<AddGroupButton />} />
      <FirstData
        queries={[groupsQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingPeople} rows={5} />}
      >
        <GroupList />
      </FirstData>
    </>
  );
}
