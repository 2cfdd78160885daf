"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { MeshObject } from "@/lib/api/mesh-object";
import { deleteMeshObject, type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import { kindTitles } from "./pages/kind-pages";
import { texts } from "./texts";

export interface DeleteDialogProps<Form> {
  kind: MeshKind;
  /** The object to delete; null closes the dialog. */
  object: MeshObject<Form> | null;
  onClose: () => void;
  /** What will stop working, one sentence each, with hosts, routes and subsets. */
  lossesOf: (object: MeshObject<Form>) => readonly string[];
  onDeleted?: (() => void) | undefined;
}

/** Asks before an object is deleted, and names what is lost with it. */
export function DeleteDialog<Form>({ kind, object, onClose, lossesOf, onDeleted }: DeleteDialogProps<Form>) {
  const remove = useDeleteObject(kind);
  const title = kindTitles[kind].title.toLowerCase();
  const losses = object ? lossesOf(object) : [];
  return (
    <ConfirmDialog
      open={object !== null}
      onOpenChange={(open) => !open && onClose()}
      title={object ? texts.deleteTitle({ kind: title, name: object.name }) : ""}
      description={object ? texts.removedFrom({ virtualCluster: object.virtualCluster }) : undefined}
      confirmLabel={texts.deleteKind({ kind: title })}
      onConfirm={() => {
        if (!object) return;
        remove(object.virtualCluster, object.name);
        onDeleted?.();
      }}
    >
      {losses.length > 0 ? <LossesList losses={losses} /> : null}
    </ConfirmDialog>
  );
}

/** The consequences of a deletion, one sentence each, for its dialog. */
export function LossesList({ losses }: { losses: readonly string[] }) {
  return (
    <div className="text-sm">
      <p className="font-medium text-ink">{texts.whatHappens}</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted marker:text-subtle">
        {losses.map((loss) => (
          <li key={loss} className="break-words">
            {loss}
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * Objects that are hidden but still exist in the cluster: a deletion waits a few seconds, during which undoing it
 * loses nothing. It lives outside React, because the page changes meanwhile.
 */
interface Deletion {
  timer: ReturnType<typeof setTimeout>;
  run: () => void;
}

const waiting = new Map<string, Deletion | null>();
const listeners = new Set<() => void>();
let snapshot: ReadonlySet<string> = new Set();

function publish(): void {
  snapshot = new Set(waiting.keys());
  for (const listener of listeners) listener();
}

/** Leaving the panel is not an undo: pending deletions are sent at once. */
function runAll(): void {
  for (const deletion of waiting.values()) deletion?.run();
}

/**
 * Hides the object and calls `run` after the delay. Call `settle` when the result is on the page; the returned
 * function undoes the deletion while that is still possible.
 */
export function startDeletion(key: string, run: () => void, delayInMilliseconds: number): () => void {
  if (waiting.size === 0) addEventListener("pagehide", runAll);
  const begin = () => {
    const deletion = waiting.get(key);
    if (!deletion) return;
    clearTimeout(deletion.timer);
    waiting.set(key, null);
    run();
  };
  waiting.set(key, { timer: setTimeout(begin, delayInMilliseconds), run: begin });
  publish();
  return () => {
    const deletion = waiting.get(key);
    if (!deletion) return;
    clearTimeout(deletion.timer);
    settleDeletion(key);
  };
}

/** The object is gone for good, or is back: it is no longer hidden. */
export function settleDeletion(key: string): void {
  waiting.delete(key);
  if (waiting.size === 0) removeEventListener("pagehide", runAll);
  publish();
}

const none: ReadonlySet<string> = new Set();

/** Keys of the objects that are hidden now. */
export function useDeletions(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
    () => none,
  );
}

const graceInMilliseconds = 6_000;

/** Identifies a hidden object. */
export function deletionKey(kind: MeshKind, virtualCluster: string, name: string): string {
  return `${kind} ${virtualCluster}/${name}`;
}

/**
 * Hides the object at once, and deletes it in the cluster after a few seconds, during which a toast offers Undo.
 */
export function useDeleteObject(kind: MeshKind) {
  const client = useQueryClient();
  return useCallback(
    (virtualCluster: string, name: string) => {
      const { title } = kindTitles[kind];
      const key = deletionKey(kind, virtualCluster, name);
      async function run() {
        try {
          await deleteMeshObject(kind, virtualCluster, name);
        } catch (error) {
          const description = error instanceof Error ? error.message : undefined;
          showToast({ id: key, tone: "error", title: texts.notDeleted({ kind: title, name }), description });
        }
        await client.invalidateQueries({ queryKey: [meshKinds[kind]] });
        settleDeletion(key);
      }
      const undo = startDeletion(key, () => void run(), graceInMilliseconds);
      showToast({
        id: key,
        tone: "success",
        title: texts.deleted({ kind: title, name }),
        seconds: graceInMilliseconds / 1000,
        action: { label: texts.undo, onClick: undo },
      });
    },
    [client, kind],
  );
}
