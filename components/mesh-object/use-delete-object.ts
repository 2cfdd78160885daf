"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { showToast } from "@/components/ui/overlay/toast";
import { deleteMeshObject, type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import { kindTitles } from "./pages/kind-pages";
import { texts } from "./texts";

/**
 * Objects that are gone for the eye but not yet for the cluster: a deletion waits a few seconds, in which it
 * can be undone without anything being lost. It lives outside of React, as the page changes meanwhile.
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

/** Whoever leaves the panel has not undone it: what waits is done at once. */
function runAll(): void {
  for (const deletion of waiting.values()) deletion?.run();
}

/**
 * Hides the object and calls `run` after the delay. `settle` must be called when the outcome is on the page;
 * the answer undoes it, while that is still possible.
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

/** What tells a hidden object from all others. */
export function deletionKey(kind: MeshKind, virtualCluster: string, name: string): string {
  return `${kind} ${virtualCluster}/${name}`;
}

/** Deletes at once for the eye, and in the cluster after a few seconds in which a toast offers Undo. */
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
