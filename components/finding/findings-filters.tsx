import { SeverityIcon } from "@/components/mesh-object/findings";
import { kindTitles } from "@/components/mesh-object/kind-pages";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/form/controls";
import { SearchInput } from "@/components/ui/form/search-input";
import type { Sort } from "@/components/ui/table/columns";
import { SortSelect } from "@/components/ui/table/columns-menu";
import type { FindingsPage, FindingView, SeverityCounts } from "@/lib/api/finding";
import type { FindingAddress } from "./finding-filters";
import { type Grouping, groupings, severityOrder, severityWords } from "./group-findings";

const groupingLabels: Record<Grouping, string> = {
  severity: "Group by severity",
  code: "Group by check",
  kind: "Group by kind",
  "virtual-cluster": "Group by virtual cluster",
};
const kinds = [
  ...Object.entries(kindTitles).map(([value, { title }]) => ({ value, label: title })),
  { value: "Namespace", label: "Namespace" },
];

const orders = [
  { id: "severity", header: "Severity", sortable: true },
  { id: "virtualCluster", header: "Virtual Cluster", sortable: true },
  { id: "name", header: "Name", sortable: true },
  { id: "kind", header: "Kind", sortable: true },
  { id: "code", header: "Check", sortable: true },
] as const;

export interface FindingsFiltersProps {
  value: FindingAddress & { group: Grouping };
  codes: FindingsPage["codes"];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  onChange: (next: Partial<FindingAddress & { group: Grouping }>) => void;
}

/** Everything that narrows the list of findings but the severity, and how it is sorted and grouped. */
export function FindingsFilters({ value, codes, sort, onSort, onChange }: FindingsFiltersProps) {
  const known = value.code === "" || codes.some(({ code }) => code === value.code);
  const listed = known ? codes : [{ code: value.code, title: "", count: 0 }, ...codes];
  return (
    <div className="flex flex-wrap gap-2">
      <SearchInput label="Filter findings" value={value.q} onChange={(q) => onChange({ q })} />
      <VirtualClusterFilter value={value.vc} onChange={(vc) => onChange({ vc })} />
      <Select
        aria-label="Check"
        className="w-full sm:w-56"
        placeholder="All checks"
        options={listed.map(({ code, title, count }) => ({
          value: code,
          label: title ? `${code} · ${title} (${count})` : code,
        }))}
        value={value.code}
        onChange={(event) => onChange({ code: event.target.value })}
      />
      <Select
        aria-label="Kind"
        className="w-[calc(50%-0.25rem)] sm:w-44"
        placeholder="All kinds"
        options={kinds}
        value={value.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
      />
      <Select
        aria-label="Group by"
        className="w-[calc(50%-0.25rem)] sm:w-52"
        options={groupings.map((grouping) => ({ value: grouping, label: groupingLabels[grouping] }))}
        value={value.group}
        onChange={(event) => onChange({ group: event.target.value as Grouping })}
      />
      <SortSelect columns={orders} sort={sort} onSort={onSort} className="w-full sm:w-48" />
    </div>
  );
}

type Severity = FindingView["severity"];

export interface SeverityFilterProps {
  /** Null while they are not known. */
  counts: SeverityCounts | null;
  value: Severity | null;
  onChange: (next: Severity | null) => void;
}

/** How many findings there are of each severity; a press shows only those, another one all again. */
export function SeverityFilter({ counts, value, onChange }: SeverityFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Severity</legend>
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
          {severityWords[severity].many}
          <span className="min-w-3 text-right tabular-nums">{counts ? counts[severity] : " "}</span>
        </button>
      ))}
    </fieldset>
  );
}
