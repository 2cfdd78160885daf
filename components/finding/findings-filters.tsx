import { SeverityIcon } from "@/components/mesh-object/findings";
import { kindTitles } from "@/components/mesh-object/pages/kind-pages";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/form/controls";
import { FilterFold, searchBesideFold } from "@/components/ui/form/filter-fold";
import { SearchInput } from "@/components/ui/form/search-input";
import type { Sort } from "@/components/ui/table/columns";
import { SortSelect } from "@/components/ui/table/view-menu";
import type { FindingsPage, FindingView, SeverityCounts } from "@/lib/api/finding";
import type { FindingAddress } from "./finding-filters";
import { type Grouping, groupings, severityOrder, severityWords } from "./group-findings";
import { texts } from "./texts";

const groupingLabels: Record<Grouping, string> = {
  severity: texts.groupBySeverity,
  code: texts.groupByCheck,
  kind: texts.groupByKind,
  "virtual-cluster": texts.groupByVirtualCluster,
};
const kinds = [
  ...Object.entries(kindTitles).map(([value, { title }]) => ({ value, label: title })),
  { value: "Namespace", label: texts.namespace },
];

const orders = [
  { id: "severity", header: texts.severity, sortable: true },
  { id: "virtualCluster", header: texts.virtualCluster, sortable: true },
  { id: "name", header: texts.name, sortable: true },
  { id: "kind", header: texts.kind, sortable: true },
  { id: "code", header: texts.check, sortable: true },
] as const;

export interface FindingsFiltersProps {
  value: FindingAddress & { group: Grouping };
  codes: FindingsPage["codes"];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  onChange: (next: Partial<FindingAddress & { group: Grouping }>) => void;
}

/** The filters of the list of findings except severity, and its sorting and grouping. */
export function FindingsFilters({ value, codes, sort, onSort, onChange }: FindingsFiltersProps) {
  const known = value.code === "" || codes.some(({ code }) => code === value.code);
  const listed = known ? codes : [{ code: value.code, title: "", count: 0 }, ...codes];
  return (
    <div className="flex flex-wrap gap-2">
      <SearchInput
        label={texts.search}
        value={value.q}
        onChange={(q) => onChange({ q })}
        className={searchBesideFold}
      />
      <FilterFold count={[value.vc, value.code, value.kind].filter((set) => set !== "").length}>
        <VirtualClusterFilter value={value.vc} onChange={(vc) => onChange({ vc })} />
        <Select
          aria-label={texts.check}
          className="w-full sm:w-56"
          placeholder={texts.allChecks}
          options={listed.map(({ code, title, count }) => ({
            value: code,
            label: title ? `${code} · ${title} (${count})` : code,
          }))}
          value={value.code}
          onChange={(event) => onChange({ code: event.target.value })}
        />
        <Select
          aria-label={texts.kind}
          className="w-full sm:w-44"
          placeholder={texts.allKinds}
          options={kinds}
          value={value.kind}
          onChange={(event) => onChange({ kind: event.target.value })}
        />
        <Select
          aria-label={texts.groupBy}
          className="w-full sm:w-52"
          options={groupings.map((grouping) => ({ value: grouping, label: groupingLabels[grouping] }))}
          value={value.group}
          onChange={(event) => onChange({ group: event.target.value as Grouping })}
        />
        <SortSelect columns={orders} sort={sort} onSort={onSort} className="w-full sm:w-48" />
      </FilterFold>
    </div>
  );
}

type Severity = FindingView["severity"];

export interface SeverityFilterProps {
  /** Null while unknown. */
  counts: SeverityCounts | null;
  value: Severity | null;
  onChange: (next: Severity | null) => void;
}

/** The number of findings of each severity; pressing one shows only those, pressing it again shows all. */
export function SeverityFilter({ counts, value, onChange }: SeverityFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{texts.severity}</legend>
      {severityOrder.map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={value === severity}
          onClick={() => onChange(value === severity ? null : severity)}
          className={cn(
            "flex h-8 cursor-pointer items-center gap-2 rounded-md border px-3 font-medium text-sm max-sm:h-9",
            value === severity
              ? "border-accent bg-accent-soft text-accent-ink"
              : "border-line-strong bg-surface text-ink hover:bg-hover",
          )}
        >
          <span aria-hidden className="inline-flex">
            <SeverityIcon severity={severity} />
          </span>
          {severityWords[severity]}
          <span className="min-w-3 text-right tabular-nums">{counts ? counts[severity] : " "}</span>
        </button>
      ))}
    </fieldset>
  );
}
