"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BadgeCheck, SearchX } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { LongTable } from "@/components/ui/long-table";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { gatewayPath } from "@/components/virtual-cluster/paths";
import { VirtualClusterSelect } from "@/components/virtual-cluster/virtual-cluster-select";
import { certificatesQuery } from "@/lib/client/activity";
import { certificateColumns } from "./columns";
import { sortCertificates } from "./sort-certificates";

const filters = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  sort: parseAsString,
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
};

/** An own order is made in the browser, which is not asked to hold more than so many pages of a hundred. */
const mostPagesToSort = 50;

/** The page "Certificates": all that were issued, those that end first come first. */
export function CertificateList() {
  const [{ q, vc, sort: column, order }, setFilters] = useQueryStates(filters);
  const query = useInfiniteQuery(
    certificatesQuery({ ...(q ? { q } : {}), ...(vc ? { virtualCluster: vc } : {}) }),
  );
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const sort = useMemo(() => (column ? { column, direction: order } : null), [column, order]);
  const rows = useMemo(() => {
    const loaded = data?.pages.flatMap(({ items }) => items);
    return loaded && sortCertificates(loaded, sort);
  }, [data, sort]);
  const total = data?.pages[0]?.total ?? 0;
  const filtered = q !== "" || vc !== "";

  const isMoreToSort =
    sort !== null && hasNextPage && !isFetchNextPageError && (data?.pages.length ?? 0) < mostPagesToSort;

  // An order of one's own is true only over all of them; the server's own order needs no more than is in sight.
  useEffect(() => {
    if (isMoreToSort && !isFetchingNextPage) void fetchNextPage();
  }, [isMoreToSort, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <div className="flex flex-wrap gap-3">
        <SearchInput
          label="Filter certificates"
          value={q}
          onChange={(next) => void setFilters({ q: next })}
        />
        <VirtualClusterSelect value={vc} onChange={(next) => void setFilters({ vc: next })} />
      </div>
      {sort && hasNextPage && !isMoreToSort && rows ? (
        <Callout tone="waiting">
          Only the first {rows.length} of {total} are in this order. Narrow the filter to sort them all.
        </Callout>
      ) : null}
      <Card flush>
        {!rows ? (
          query.isError ? (
            <ErrorState
              title="The certificates could not be read"
              message={query.error.message}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : (
            <SkeletonRows rows={5} label="Loading certificates" />
          )
        ) : rows.length === 0 ? (
          filtered ? (
            <EmptyState
              icon={<SearchX aria-hidden />}
              title="No certificate fits"
              description="The filter looks at the host, the issuer and the serial."
              actions={
                <Button onClick={() => void setFilters({ q: null, vc: null })}>Clear the filter</Button>
              }
            />
          ) : (
            <EmptyState
              icon={<BadgeCheck aria-hidden />}
              title="No certificate yet"
              description="A certificate is ordered by itself for the Secured Host of a gateway, once the zone is delegated. It is put where the ingress reads it, and renewed in time."
              actions={
                <LinkButton href="/gateways" variant="primary">
                  Go to the gateways
                </LinkButton>
              }
            />
          )
        ) : (
          <LongTable
            label="Certificates"
            columns={certificateColumns}
            rows={rows}
            totalRows={total}
            keyOf={({ virtualCluster, gateway, port, host }) =>
              `${virtualCluster}/${gateway}:${port}=${host}`
            }
            hrefOf={({ virtualCluster, gateway }) => gatewayPath(virtualCluster, gateway)}
            sort={sort}
            onSort={(next) => void setFilters({ sort: next?.column ?? null, order: next?.direction ?? null })}
            onEndReached={() => {
              if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
            }}
          />
        )}
      </Card>
    </>
  );
}
