"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX, ShieldCheck } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Children } from "react";
import { FindingList, RemedyLink } from "@/components/mesh-object/findings";
import { useSort } from "@/components/mesh-object/list-frame";
import { editHref, kindTitles } from "@/components/mesh-object/pages/kind-pages";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { TextLink } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { EndSentinel } from "@/components/ui/table/data-table";
import { sortColumns } from "@/lib/api/choices";
import type { FindingView } from "@/lib/api/finding";
import { findingsQuery } from "@/lib/client/overview";
import { filterOf, findingParsers } from "./finding-filters";
import { FindingsFilters, SeverityFilter } from "./findings-filters";
import { type FindingGroup, groupFindings, totalOf } from "./group-findings";
import { texts } from "./texts";

const ChecksRan = deferred(
  () => import("./checks-ran").then((module) => module.ChecksRan),
  () => <Skeleton className="h-9 w-full" />,
);

/** Findings of every object: the list names and links each object. */
const nothing = { kind: "", name: "" };

/** What the checks across the cluster find now, by severity, check, kind or virtual cluster. */
export function FindingsBoard() {
  const [address, setAddress] = useQueryStates(findingParsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Finding);
  const query = useInfiniteQuery(findingsQuery({ ...filterOf(address), ...ordered }));
  const first = query.data?.pages[0];
  const findings = query.data?.pages.flatMap(({ items }) => items);
  const titles = new Map(first?.codes.map(({ code, title }) => [code, title]));
  const { q, vc, severity, code, kind, name } = address;
  const filtered = Boolean(q || vc || severity || code || kind || name);
  const countOf = (group: FindingGroup) => {
    const about = { hasMore: query.hasNextPage, isOfOneSeverity: severity !== null };
    const total = first ? totalOf(group, address.group, first, about) : null;
    return total === null ? texts.atLeast({ count: group.findings.length }) : total;
  };
  const showAll = () =>
    void setAddress({ q: null, vc: null, severity: null, code: null, kind: null, name: null });

  return (
    <>
      <div className="flex flex-col gap-3">
        <SeverityFilter
          counts={first?.counts ?? null}
          value={address.severity}
          onChange={(severity) => void setAddress({ severity })}
        />
        <FindingsFilters
          value={address}
          codes={first?.codes ?? []}
          sort={sort}
          onSort={onSort}
          onChange={(next) =>
            void setAddress(
              Object.fromEntries(Object.entries(next).map(([key, value]) => [key, value || null])),
            )
          }
        />
        {name ? (
          <p className="text-muted text-sm">
            {Children.toArray(texts.onlyAbout({ name: <span className="font-mono">{name}</span> }))}{" "}
            <Button size="sm" variant="ghost" onClick={() => void setAddress({ name: null, kind: null })}>
              {texts.showAll}
            </Button>
          </p>
        ) : null}
      </div>
      {query.isError && !findings ? (
        <Card>
          <QueryFailure what={texts.what} query={query} />
        </Card>
      ) : !findings ? (
        <Card flush>
          <SkeletonRows rows={6} label={texts.loading} />
        </Card>
      ) : findings.length === 0 && filtered ? (
        <Card>
          <EmptyState
            icon={<SearchX aria-hidden />}
            title={texts.noMatch}
            description={texts.noMatchHelp}
            actions={<Button onClick={showAll}>{texts.showAllFindings}</Button>}
          />
        </Card>
      ) : findings.length === 0 ? (
        <Card>
          <EmptyState icon={<ShieldCheck aria-hidden />} title={texts.none} description={texts.noneHelp}>
            <ChecksRan />
          </EmptyState>
        </Card>
      ) : (
        groupFindings(findings, address.group, titles).map((group) => (
          <Card
            key={group.key}
            title={
              <span className="flex items-center gap-2">
                {group.title} <Badge>{countOf(group)}</Badge>
              </span>
            }
          >
            <FindingList
              findings={group.findings}
              about={nothing}
              most={group.findings.length}
              actionOf={(finding) => <FindingLinks finding={finding} />}
            />
          </Card>
        ))
      )}
      <EndSentinel
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        label={texts.showMore}
        onReached={() => void query.fetchNextPage()}
      />
    </>
  );
}

/** Where to fix a finding, and where Istio documents it. */
export function FindingLinks({ finding }: { finding: FindingView }) {
  const { code, object } = finding;
  const docs = docsOf(code);
  const hasForm = Object.hasOwn(kindTitles, object.kind);
  return (
    <>
      <RemedyLink finding={finding} />
      {hasForm ? (
        <TextLink
          href={editHref(object.kind as keyof typeof kindTitles, object.namespace, object.name)}
          aria-label={texts.editObject({ name: object.name })}
        >
          {texts.edit}
        </TextLink>
      ) : null}
      {docs ? <TextLink href={docs}>{texts.inIstioDocs({ code })}</TextLink> : null}
    </>
  );
}

/** Istio's documentation of an analyzer's code; null for the panel's own codes. */
export function docsOf(code: string): string | null {
  return /^IST\d{4}$/.test(code)
    ? `https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`
    : null;
}
