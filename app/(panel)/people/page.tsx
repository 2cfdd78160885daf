import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { InviteButton, UserList } from "@/app/(panel)/contents/people";
import { FirstData } from "@/app/(panel)/first-data";
import { PeopleHeader } from "@/app/(panel)/people/views";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { usersQuery } from "@/lib/client/people";

export const metadata: Metadata = { title: texts.users };

export default function UsersPage(props: PageProps) {
  return (
    <>
      <PeopleHeader current="users" actions={<InviteButton />} />
      <FirstData
        queries={[usersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingPeople} rows={5} />}
      >
        <UserList />
      </FirstData>
    </>
  );
}
