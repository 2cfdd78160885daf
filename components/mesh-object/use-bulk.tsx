"use client";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import type { BulkBarProps } from "@/components/bulk/bulk-bar";
import type { BulkName, BulkRow } from "@/components/bulk/bulk-kinds";
import { deferred } from "@/components/ui/deferred";
import { useSelectCells } from "@/components/ui/table/select-boxes";
import { createSelection } from "@/components/ui/table/selection";
import { texts } from "./texts";

const BulkBar = deferred<BulkBarProps>(
  () => import("@/components/bulk/bulk-bar").then((module) => module.BulkBar),
  () => null,
);

interface BulkOptions<Row> {
  /** What the rows are; undefined if none can be selected. */
  bulk: BulkName | undefined;
  /** Title of the list: "Virtual services". */
  title: string;
  keyOf: (row: Row) => string;
  list: {
    rows: readonly Row[] | undefined;
    total: number;
    /** The filters of the list; another filter clears the selection. */
    scope: string;
    loadAll: () => Promise<void>;
  };
  /** The rows still show the previous filter. */
  isStale: boolean;
}

/** The checkboxes of a list and the actions for its selected rows, whose code loads with the first selection. */
export function useBulk<Row>({ bulk, title, keyOf, list, isStale }: BulkOptions<Row>) {
  const { rows, total, scope, loadAll } = list;
  const [selection] = useState(() => createSelection(keyOf));
  const count = useSyncExternalStore(
    selection.subscribe,
    () => selection.selected().size,
    () => 0,
  );
  useEffect(() => selection.within(scope), [scope, selection]);
  useEffect(() => {
    if (rows && !isStale) selection.list(rows, rows.length === total);
  }, [rows, total, isStale, selection]);
  const [wasUsed, setWasUsed] = useState(false);
  if (count > 0 && !wasUsed) setWasUsed(true);
  const missing = useRoleCheck();
  const kind = bulk === "Application" ? "Deployment" : bulk;
  const reasonOf = useCallback(
    (row: Row | null) => missing(["editor", row === null ? null : (row as BulkRow).virtualCluster, kind]),
    [missing, kind],
  );
  const select = useSelectCells(selection, keyOf, nameOf, reasonOf);
  if (!bulk) return { bar: null, isShown: false, select: undefined };
  return {
    bar: (
      <>
        <span aria-live="polite" className="sr-only">
          {wasUsed ? texts.selectedCount({ count }) : null}
        </span>
        {wasUsed ? (
          <BulkBar bulk={bulk} title={title} selection={selection as never} total={total} loadAll={loadAll} />
        ) : null}
      </>
    ),
    isShown: count > 0,
    select,
  };
}

const nameOf = (row: unknown) => {
  const { name, virtualCluster } = row as BulkRow;
  return texts.nameIn({ name, virtualCluster });
};
