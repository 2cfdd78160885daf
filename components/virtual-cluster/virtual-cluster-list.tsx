"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LongTable } from "@/components/ui/long-table";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { ClusterProblems } from "./cluster-problems";
import { columnsOf } from "./columns";
import { virtualClusterPath } from "./paths";
import { ReleaseDialog } from "./release-dialog";
import { RowActions } from "./row-actions";
import { TakeButton } from "./take-button";
import { useSetManaged } from "./use-set-managed";
import { WaitingForNamespaces } from "./waiting-for-namespaces";

const filters = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(["managed", "all"]).withDefault("managed"),
};

/** The page "Virtual Clusters": those under management, or all namespaces with the reason why one is not. */
export function VirtualClusterList() {
  const [{ q, show }, setFilters] = useQueryStates(filters);
  const [releasing, setReleasing] = useState<VirtualCluster | null>(null);
  const { take, release, busyName } = useSetManaged();
  const query = useInfiniteQuery(virtualClustersQuery({ show, q }));
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const total = query.data?.pages[0]?.total ?? 0;
  const waiting = rows?.length === 0 && q === "" && show === "managed";

  return (
    <>
      <ClusterProblems />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <SearchInput
          label="Filter virtual clusters"
          value={q}
          onChange={(next) => void setFilters({ q: next })}
        />
        <Switch
          label="Show other namespaces"
          checked={show === "all"}
          onChange={(event) => void setFilters({ show: event.target.checked ? "all" : "managed" })}
        />
      </div>
      <Card flush>
        {query.isError && !rows ? (
          <ErrorState
            title="The virtual clusters could not be read"
            message={query.error.message}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : !rows ? (
          <SkeletonRows rows={4} label="Loading virtual clusters" />
        ) : waiting ? (
          <WaitingForNamespaces
            onTake={(name) => void take(name)}
            busyName={busyName}
            onShowOthers={() => void setFilters({ show: "all" })}
          />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<SearchX aria-hidden />}
            title={`Nothing is called “${q}”`}
            description={
              show === "managed"
                ? "It may be a namespace that is not under management: switch on “Show other namespaces”."
                : "The cluster has no namespace of that name."
            }
          />
        ) : (
          <LongTable
            label="Virtual Clusters"
            columns={columnsOf(show === "all", ({ name }) => (
              <TakeButton name={name} busy={busyName === name} onTake={() => void take(name)} />
            ))}
            rows={rows}
            totalRows={total}
            keyOf={({ name }) => name}
            hrefOf={({ name }) => virtualClusterPath(name)}
            actionsOf={(row) =>
              row.managed ? <RowActions row={row} onRelease={() => setReleasing(row)} /> : null
            }
            onEndReached={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
          />
        )}
      </Card>
      <ReleaseDialog virtualCluster={releasing} onClose={() => setReleasing(null)} onRelease={release} />
    </>
  );
}
