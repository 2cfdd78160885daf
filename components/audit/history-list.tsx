"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { auditQuery } from "@/lib/client/audit";
import { AuditLine } from "./audit-line";
import { texts } from "./texts";

interface Props {
  kind: string;
  virtualCluster: string;
  name: string;
}

/** The versions of an object, newest first. Each opens to its changes, and to the way back. */
export function HistoryList({ kind, virtualCluster, name }: Props) {
  const query = useInfiniteQuery(auditQuery({ kind, virtualCluster, name, versions: true }));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Card title={texts.history} description={texts.historyHelp} flush>
      {query.isError && !entries ? (
        <QueryFailure what={texts.what} query={query} />
      ) : !entries ? (
        <SkeletonRows rows={4} label={texts.loading} />
      ) : entries.length === 0 ? (
        <EmptyState
          icon={<History aria-hidden />}
          title={texts.noHistory}
          description={texts.noHistoryHelp}
        />
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
