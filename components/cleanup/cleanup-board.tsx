"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/form/controls";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { cleanupsQuery } from "@/lib/client/cleanups";
import { BrakeCard } from "./brake-card";
import { ConfirmRemovalDialog, useCleanupActions } from "./cleanup-actions";
import { CleanupLine, cleanupViews } from "./cleanup-line";
import { texts } from "./texts";

const views = ["pending", "kept", "past"] as const;

const filters = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(views).withDefault("pending"),
};

const nothing = {
  pending: texts.nonePending,
  kept: texts.noneKept,
  past: texts.nonePast,
} as const;

/** Hosts with a pending cleanup, kept ones, and finished ones. */
export function CleanupBoard() {
  const [{ q, show }, setFilters] = useQueryStates(filters);
  const query = useInfiniteQuery(cleanupsQuery(cleanupViews[show].states, q));
  const { keep, retry } = useCleanupActions();
  const [removing, setRemoving] = useState<readonly CleanupTaskView[]>([]);
  const cleanups = query.data?.pages.flatMap(({ items }) => items);
  const busy = (id: string) =>
    (keep.isPending && keep.variables?.some((each) => each.id === id)) ||
    (retry.isPending && retry.variables === id);
  return (
    <>
      <BrakeCard />
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={texts.search}
          value={q}
          onChange={(next) => void setFilters({ q: next || null })}
          className={searchBesideFold}
        />
        <FilterFold count={show === "pending" ? 0 : 1}>
          <Select
            aria-label={texts.show}
            className="w-full sm:w-40"
            options={views.map((view) => ({ value: view, label: cleanupViews[view].label }))}
            value={show}
            onChange={({ target }) =>
              void setFilters({ show: views.find((view) => view === target.value) ?? null })
            }
          />
        </FilterFold>
      </div>
      <Card flush>
        {!cleanups ? (
          query.isError ? (
            <QueryFailure what={texts.what} query={query} />
          ) : (
            <SkeletonRows rows={4} label={texts.loading} />
          )
        ) : cleanups.length === 0 ? (
          <EmptyState
            icon={<Eraser aria-hidden />}
            title={q ? texts.noMatch : texts.none}
            description={nothing[show]}
          />
        ) : (
          <ol aria-label={texts.listOf({ view: cleanupViews[show].label })} className="divide-y divide-line">
            {cleanups.map((cleanup) => (
              <CleanupLine
                key={cleanup.id}
                cleanup={cleanup}
                isBusy={busy(cleanup.id)}
                onKeep={() => keep.mutate([cleanup])}
                onConfirm={() => setRemoving([cleanup])}
                onRetry={() => retry.mutate(cleanup.id)}
              />
            ))}
          </ol>
        )}
      </Card>
      <ConfirmRemovalDialog cleanups={removing} onClose={() => setRemoving([])} />
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={texts.showOlder}
        onReached={() => void query.fetchNextPage()}
      />
    </>
  );
}
