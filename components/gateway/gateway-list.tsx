"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { LongTable } from "@/components/ui/long-table";
import { PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewaysQuery } from "@/lib/client/gateways";
import { gatewayColumns, gatewayColumnsOfOne } from "./gateway-columns";
import { GatewayEmptyState } from "./gateway-empty-state";
import { GatewayMenu } from "./gateway-menu";
import { gatewayPaths } from "./gateway-paths";
import { walkLooks, walkStates } from "./state-words";

const stateOptions = walkStates.map((state) => ({ value: state, label: walkLooks[state].label }));
const stateParser = parseAsStringLiteral(walkStates);

/** The gateways of one virtual cluster, or of all; search and state stand in the address. */
export function GatewayList({ virtualCluster }: { virtualCluster?: string }) {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [state, setState] = useQueryState("state", stateParser);
  const query = useInfiniteQuery({
    ...gatewaysQuery({
      ...(virtualCluster === undefined ? {} : { virtualCluster }),
      ...(q === "" ? {} : { q }),
      ...(state === null ? {} : { state }),
    }),
    placeholderData: keepPreviousData,
  });
  const gateways = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const filtered = q !== "" || state !== null;
  const clear = () => {
    void setQ(null);
    void setState(null);
  };
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <PageHeader
        title="Gateways"
        description={
          virtualCluster === undefined
            ? "Where traffic enters, for which hosts, and how far each Secured Host has come."
            : `Where traffic enters virtual cluster ${virtualCluster}, and how far each Secured Host has come.`
        }
        actions={
          virtualCluster === undefined ? null : (
            <LinkButton
              variant="primary"
              icon={<Plus aria-hidden />}
              href={gatewayPaths.create(virtualCluster)}
            >
              New gateway
            </LinkButton>
          )
        }
      />
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
          <SearchInput label="Filter gateways" value={q} onChange={(next) => void setQ(next || null)} />
          <Select
            aria-label="State"
            placeholder="Any state"
            className="w-36"
            options={stateOptions}
            value={state ?? ""}
            onChange={(event) => void setState(stateParser.parse(event.target.value))}
          />
          <span role="status" className="ml-auto text-subtle text-xs tabular-nums">
            {query.isSuccess ? countOf(total, filtered) : ""}
          </span>
        </div>
        {query.isPending ? (
          <SkeletonRows rows={8} label="Loading gateways" />
        ) : query.isError ? (
          <ErrorState
            title="The gateways could not be read"
            message={query.error.message}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : gateways.length === 0 ? (
          filtered ? (
            <NothingFits onClear={clear} />
          ) : (
            <GatewayEmptyState virtualCluster={virtualCluster} />
          )
        ) : (
          <LongTable<GatewayView>
            label="Gateways"
            columns={virtualCluster === undefined ? gatewayColumns : gatewayColumnsOfOne}
            rows={gateways}
            totalRows={total}
            keyOf={(gateway) => `${gateway.virtualCluster}/${gateway.name}`}
            hrefOf={(gateway) => gatewayPaths.details(gateway.virtualCluster, gateway.name)}
            actionsOf={(gateway) => <GatewayMenu gateway={gateway} />}
            onEndReached={more}
          />
        )}
      </div>
    </>
  );
}

function countOf(total: number, filtered: boolean): string {
  const what = total === 1 ? "gateway" : "gateways";
  return filtered ? `${total} ${what} found` : `${total} ${what}`;
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-14 text-center">
      <p className="text-muted">No gateway fits these filters.</p>
      <Button onClick={onClear}>Clear filters</Button>
    </div>
  );
}
