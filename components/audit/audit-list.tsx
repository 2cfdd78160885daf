"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, SearchX, ShieldCheck, UserRoundCheck } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { byDay } from "@/components/event/event-list";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input, Select } from "@/components/ui/form/controls";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import { EmptyState } from "@/components/ui/notices";
import { showToast } from "@/components/ui/overlay/toast";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { auditExportUrl, auditQuery, verifyAudit } from "@/lib/client/audit";
import { everywhere } from "@/lib/model/roles";
import { AuditLine } from "./audit-line";
import { texts } from "./texts";

const dayInMs = 86_400_000;
const text = parseAsString.withDefault("");
const filters = { q: text, actor: text, action: text, vc: text, days: parseAsInteger };

const periods = [1, 7, 30, 90].map((days) => ({ value: String(days), label: texts.lastDays({ days }) }));

/** First parts of actions, which find all that begin with them. */
const acts = [
  { value: "object", label: texts.objects },
  { value: "object.deleted", label: texts.objectsDeleted },
  { value: "sign-in", label: texts.signIns },
  { value: "user", label: texts.users },
  { value: "role", label: texts.roles },
  { value: "api-token", label: texts.tokens },
  { value: "certificate", label: texts.certificates },
  { value: "virtual-cluster.exported", label: texts.exports },
];

/** The page "Audit": who did what, newest first, with a heading for each day. */
export function AuditList() {
  const [{ q, actor, action, vc, days }, setFilters] = useQueryStates(filters);
  // One moment for as long as the period stays, so that the list isn't loaded again and again.
  const since = useMemo(
    () => (days === null ? undefined : new Date(Date.now() - days * dayInMs).toISOString()),
    [days],
  );
  const filter = {
    ...(q ? { q } : {}),
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(vc ? { virtualCluster: vc } : {}),
    ...(since ? { since } : {}),
  };
  const query = useInfiniteQuery(auditQuery(filter));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  const count = [actor, action, vc].filter((each) => each !== "").length + (since ? 1 : 0);
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <SearchInput
          label={texts.search}
          value={q}
          onChange={(next) => void setFilters({ q: next })}
          className={searchBesideFold}
        />
        <FilterFold count={count}>
          <Input
            aria-label={texts.actor}
            placeholder={texts.actorHint}
            className="w-full sm:w-52"
            value={actor}
            onChange={({ target }) => void setFilters({ actor: target.value.trim() })}
          />
          <Select
            aria-label={texts.act}
            className="w-full sm:w-48"
            placeholder={texts.allActs}
            value={action}
            options={acts}
            onChange={({ target }) => void setFilters({ action: target.value })}
          />
          <Select
            aria-label={texts.period}
            className="w-full sm:w-40"
            placeholder={texts.anyTime}
            value={days === null ? "" : String(days)}
            options={periods}
            onChange={({ target }) => void setFilters({ days: Number(target.value) || null })}
          />
          <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next })} />
        </FilterFold>
        {count > 0 || q !== "" ? (
          <Button variant="ghost" onClick={() => void setFilters(null)}>
            {texts.clearFilters}
          </Button>
        ) : null}
        <div className="flex gap-2 max-sm:w-full sm:ml-auto">
          <AllowedButton
            needs={["admin", everywhere]}
            icon={<ShieldCheck aria-hidden />}
            onClick={() => void verify()}
          >
            {texts.verify}
          </AllowedButton>
          <Button icon={<Download aria-hidden />} onClick={() => location.assign(auditExportUrl(filter))}>
            {texts.download}
          </Button>
        </div>
      </div>
      {!entries ? (
        <Card flush>
          {query.isError ? (
            <QueryFailure what={texts.what} query={query} />
          ) : (
            <SkeletonRows rows={8} label={texts.loading} />
          )}
        </Card>
      ) : entries.length === 0 ? (
        <Card flush>
          {count > 0 || q !== "" ? (
            <EmptyState icon={<SearchX aria-hidden />} title={texts.noMatch} description={texts.searched} />
          ) : (
            <EmptyState
              icon={<UserRoundCheck aria-hidden />}
              title={texts.none}
              description={texts.noneHelp}
            />
          )}
        </Card>
      ) : (
        byDay(entries).map(({ day, items }) => (
          <Card key={day} title={day} flush>
            <ol aria-label={texts.entriesOn({ day })} className="divide-y divide-line">
              {items.map((entry) => (
                <AuditLine key={entry.seq} entry={entry} />
              ))}
            </ol>
          </Card>
        ))
      )}
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={texts.showOlder}
        onReached={() => void query.fetchNextPage()}
      />
    </>
  );
}

async function verify(): Promise<void> {
  try {
    const { entries, last, broken } = await verifyAudit();
    if (!broken) {
      const description = texts.verified({ entries, seq: last.seq });
      return showToast({ tone: "success", title: texts.verifiedTitle, description });
    }
    showToast({
      tone: "error",
      title: texts.brokenTitle,
      description: texts[broken.what]({ seq: broken.seq }),
    });
  } catch (thrown) {
    showToast({ tone: "error", title: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
