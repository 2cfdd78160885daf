import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { TokenList } from "@/app/(panel)/contents/people";
import { FirstData } from "@/app/(panel)/first-data";
import { PeopleHeader } from "@/app/(panel)/people/views";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { allTokensQuery } from "@/lib/client/people";

export const metadata: Metadata = { title: texts.apiTokens };

export default function TokensPage(props: PageProps) {
  return (
    <>
      <PeopleHeader current="tokens" />
      <FirstData
        queries={[allTokensQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingPeople} rows={5} />}
      >
        <TokenList />
      </FirstData>
    </>
  );
}
