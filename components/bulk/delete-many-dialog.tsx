"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { ApiProblem } from "@/lib/client/request";
import type { BulkKind, BulkRow } from "./bulk-kinds";
import { type Failed, runAll } from "./run-all";
import { texts } from "./texts";

export interface ManyDialogProps {
  kind: BulkKind<BulkRow>;
  rows: readonly BulkRow[];
  onClose: () => void;
}

/** Deleting more than this requires a typed confirmation. */
const handful = 5;
const mostHostsNamed = 3;

/**
 * Asks before many objects are deleted, names each with what is deleted along with it, and afterwards lists those
 * that remain, with the reason.
 */
export function DeleteManyDialog({ kind, rows, onClose }: ManyDialogProps) {
  const client = useQueryClient();
  const [failed, setFailed] = useState<readonly Failed<BulkRow>[] | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const left = failed ? failed.map(({ item }) => item) : rows;
  const liveHosts = [...new Set(rows.flatMap((row) => [...kind.liveHostsOf(row)]))];
  const what = kind.inWords({ count: left.length });
  const mustType = kind.isAlwaysTyped === true || rows.length > handful || liveHosts.length > 0;

  async function remove() {
    setDone(0);
    const next = await runAll(left, (row) => ignoreGone(kind.remove(row)), setDone);
    setDone(null);
    void client.invalidateQueries({ queryKey: [kind.topic] });
    setFailed(next);
    if (next.length > 0)
      throw new Error(texts.notDeleted({ failed: next.length, what, names: namesOf(next) }));
    showToast({
      tone: "success",
      title: texts.deleted({ what: kind.inWords({ count: rows.length }) }),
      description: kind.topic === "gateways" ? texts.cleanupHelp : undefined,
    });
    document.querySelector<HTMLElement>("[data-select-all]")?.focus();
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.deleteTitle({ what })}
      description={liveHosts.length > 0 ? liveInWords(liveHosts) : texts.deleteHelp}
      confirmLabel={texts.confirmDelete({ what })}
      // The same from the first try to the last: the typed confirmation also covers the remaining objects.
      typeToConfirm={
        mustType ? texts.phrase({ what: kind.inWords({ count: rows.length }).toLowerCase() }) : undefined
      }
      onConfirm={remove}
    >
      <ul
        aria-label={texts.toDelete}
        className="max-h-64 divide-y divide-line overflow-y-auto rounded-lg border border-line text-sm"
      >
        {left.map((row) => (
          <ObjectToDelete
            key={`${row.virtualCluster}/${row.name}`}
            row={row}
            losses={kind.lossesOf(row)}
            problem={failed?.find(({ item }) => item === row)?.message}
          />
        ))}
      </ul>
      {done === null ? null : <Progress done={done} total={left.length} />}
    </ConfirmDialog>
  );
}

interface ObjectToDeleteProps {
  row: BulkRow;
  losses: readonly string[];
  problem: string | undefined;
}

function ObjectToDelete({ row: { name, virtualCluster }, losses, problem }: ObjectToDeleteProps) {
  return (
    <li className="px-3 py-1.5">
      <details>
        <summary className="cursor-pointer rounded-sm">
          <span className="break-all font-mono text-[0.8125rem]">{name}</span>{" "}
          <span className="text-subtle text-xs">{texts.inVirtualCluster({ virtualCluster })}</span>
        </summary>
        <ul className="mt-1 mb-1 list-disc space-y-0.5 pl-8 text-muted text-xs marker:text-subtle">
          {losses.map((loss) => (
            <li key={loss} className="break-words">
              {loss}
            </li>
          ))}
        </ul>
      </details>
      {problem === undefined ? null : <p className="pb-1 pl-4 text-failed text-xs">{problem}</p>}
    </li>
  );
}

/** The progress of a request for many objects. */
export function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="flex items-center gap-3 text-muted text-sm">
      <progress
        value={done}
        max={total}
        aria-label={texts.progress({ done, total })}
        className="h-1.5 flex-1"
      />
      <span className="tabular-nums">{texts.progress({ done, total })}</span>
    </div>
  );
}

/** Names for a sentence, at most three. */
export function namesOf(failed: readonly Failed<BulkRow>[]): string {
  return firstOf(
    failed.map(({ item }) => item.name),
    (names, count) => texts.andMore({ names, count }),
  );
}

function liveInWords(hosts: readonly string[]): string {
  return hosts.length <= mostHostsNamed
    ? texts.deleteLive({ hosts: hosts.join(", ") })
    : firstOf(hosts, (named, count) => texts.deleteLiveMany({ hosts: named, count }));
}

function firstOf(all: readonly string[], withMore: (named: string, more: number) => string): string {
  const named = all.slice(0, mostHostsNamed).join(", ");
  return all.length > mostHostsNamed ? withMore(named, all.length - mostHostsNamed) : named;
}

/** Somebody else has deleted the object meanwhile, which is the wanted result. */
async function ignoreGone(deletion: Promise<void>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.status !== 404) throw error;
  }
}
