"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { auditQuery } from "@/lib/client/audit";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { AuditLine } from "./audit-line";
import { texts } from "./texts";

interface Props {
  kind: string;
  virtualCluster: string;
  name: string;
}

/** The versions of an object, newest first. Each opens to its changes, and to the way back. */
export function HistoryList(props: Props) {
  return (
    <Entries
      {...props}
      versions
      title={texts.history}
      description={texts.historyHelp}
      none={texts.noHistory}
    />
  );
}

/** Of a virtual cluster's metadata: the annotations of its Namespace, and which secret values were set when. */
export function MetadataHistory({ virtualCluster }: { virtualCluster: string }) {
  return (
    <div className="grid gap-6">
      <HistoryList kind="Namespace" virtualCluster={virtualCluster} name={virtualCluster} />
      <Entries
        kind="Secret"
        virtualCluster={virtualCluster}
        name={metadataSecret}
        title={texts.secretValues}
        description={texts.secretValuesHelp}
        none={texts.noSecretHistory}
      />
    </div>
  );
}

interface EntriesProps extends Props {
  versions?: true;
  title: string;
  description: string;
  /** Said when there is none. */
  none: string;
}

function Entries({ title, description, none, ...filter }: EntriesProps) {
  const { name } = filter;
  const query = useInfiniteQuery(auditQuery(filter));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Card title={title} description={description} flush>
      {query.isError && !entries ? (
        <QueryFailure what={texts.what} query={query} />
      ) : !entries ? (
        <SkeletonRows rows={4} label={texts.loading} />
      ) : entries.length === 0 ? (
        <EmptyState icon={<History aria-hidden />} title={none} description={texts.noHistoryHelp} />
      ) : (
        <ol aria-label={texts.historyOf({ name })} className="divide-y divide-line">
          {entries.map((entry) => (
            <AuditLine key={entry.seq} entry={entry} bare />
          ))}
        </ol>
      )}
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={texts.showOlder}
        onReached={() => void query.fetchNextPage()}
      />
    </Card>
  );
}
