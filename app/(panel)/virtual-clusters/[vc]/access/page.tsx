import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { MemberList } from "@/app/(panel)/contents/people";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { membersQuery } from "@/lib/client/people";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.accessTo({ vc }));

export default async function AccessPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[membersQuery(vc)]}
      searchParams={props.searchParams}
      fallback={<ListSkeleton label={texts.loadingPeople} rows={5} />}
    >
      <MemberList virtualCluster={vc} />
    </FirstData>
  );
}
