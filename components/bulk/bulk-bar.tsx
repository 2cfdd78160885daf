"use client";
import { RefreshCw, Tag, Trash2, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { showToast } from "@/components/ui/overlay/toast";
import type { Selection } from "@/components/ui/table/selection";
import { type BulkName, type BulkRow, bulkKind } from "./bulk-kinds";
import { DeleteManyDialog } from "./delete-many-dialog";
import { LabelDialog } from "./label-dialog";
import { runAll } from "./run-all";
import { texts } from "./texts";

export interface BulkBarProps {
  bulk: BulkName;
  /** Title of the list: "Virtual services". */
  title: string;
  selection: Selection<BulkRow>;
  /** The number of all rows, loaded or not. */
  total: number;
  /** Loads the rest of the list. */
  loadAll: () => Promise<void>;
}

type Open = "delete" | "label" | null;

/** At the bottom of the window while rows are selected: their number and the available actions. */
export function BulkBar({ bulk, title, selection, total, loadAll }: BulkBarProps) {
  const selected = useSyncExternalStore(selection.subscribe, selection.selected, selection.selected);
  const rows = [...selected.values()];
  const kind = bulkKind(bulk);
  // The selection when the dialog opened: rows selected later weren't shown in it.
  const [seen, setSeen] = useState<readonly BulkRow[]>([]);
  const [open, setOpen] = useState<Open>(null);
  const [isLoading, setIsLoading] = useState(false);
  const [isChecking, setIsChecking] = useState(false);
  useEscape(rows.length > 0 && open === null, () => selection.toggleAll(false));

  const show = (next: Open) => {
    setSeen(rows);
    setOpen(next);
  };
  async function selectAll() {
    setIsLoading(true);
    try {
      await loadAll();
      // The last rows reach the list a moment after their answer.
      selection.selectWhole();
    } catch (error) {
      showToast({
        tone: "error",
        title: texts.cannotSelectAll,
        description: error instanceof Error ? error.message : undefined,
      });
    } finally {
      setIsLoading(false);
    }
  }
  async function check() {
    if (!kind.check) return;
    setIsChecking(true);
    const failed = await runAll(rows, kind.check);
    setIsChecking(false);
    const what = kind.inWords({ count: rows.length });
    showToast(
      failed.length === 0
        ? { tone: "info", title: texts.checking({ what }), description: texts.checkingHelp }
        : {
            tone: "error",
            title: texts.notChecked({ failed: failed.length, what }),
            description: failed
              .slice(0, 3)
              .map(({ item, message }) => texts.failure({ ...item, message }))
              .join(" "),
          },
    );
  }

  const close = () => setOpen(null);
  return (
    <>
      {rows.length > 0 ? (
        <section
          aria-label={texts.bar({ plural: title.toLowerCase() })}
          className="fixed inset-x-3 bottom-3 z-30 mx-auto flex w-fit max-w-full animate-pop-in max-sm:[&_button:not([title])>svg]:hidden flex-wrap items-center gap-1.5 rounded-xl border border-line-strong bg-raised px-2.5 py-2 shadow-high"
        >
          <IconButton label={texts.clear} onClick={() => leave(selection)}>
            <X aria-hidden />
          </IconButton>
          <span className="pr-1 text-sm tabular-nums">
            {texts.selectedCount({ count: rows.length.toLocaleString("en") })}
          </span>
          {rows.length < total ? (
            <Button variant="ghost" busy={isLoading} onClick={() => void selectAll()}>
              {texts.selectAll({ total: total.toLocaleString("en") })}
            </Button>
          ) : null}
          {kind.check ? (
            <Button icon={<RefreshCw aria-hidden />} busy={isChecking} onClick={() => void check()}>
              {texts.checkNow}
            </Button>
          ) : null}
          {kind.labels ? (
            <Button icon={<Tag aria-hidden />} onClick={() => show("label")}>
              {texts.label}
            </Button>
          ) : kind.whyNoLabels ? (
            <Button
              icon={<Tag aria-hidden />}
              onClick={() =>
                showToast({ tone: "info", title: texts.noLabels, description: kind.whyNoLabels })
              }
            >
              {texts.label}
            </Button>
          ) : null}
          <Button variant="danger-ghost" icon={<Trash2 aria-hidden />} onClick={() => show("delete")}>
            {texts.delete}
          </Button>
        </section>
      ) : null}
      {open === "delete" ? <DeleteManyDialog kind={kind} rows={seen} onClose={close} /> : null}
      {open === "label" ? <LabelDialog kind={kind} rows={seen} onClose={close} /> : null}
    </>
  );
}

/** The bar disappears with the focused button, so the list's first checkbox gets the focus. */
function leave(selection: Selection<BulkRow>): void {
  document.querySelector<HTMLElement>("[data-select-all]")?.focus();
  selection.toggleAll(false);
}

/** Escape clears the selection, unless something else handles the key: a menu, or a text field. */
function useEscape(isActive: boolean, onEscape: () => void): void {
  const now = useRef(onEscape);
  now.current = onEscape;
  useEffect(() => {
    if (!isActive) return;
    const onKey = (event: KeyboardEvent) => {
      const isFree =
        !event.defaultPrevented && !document.querySelector("dialog:modal, [popover]:popover-open");
      if (event.key === "Escape" && isFree) now.current();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [isActive]);
}
