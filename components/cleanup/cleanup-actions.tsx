"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { HostName } from "@/components/gateway/host-name";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { confirmCleanups, keepCleanup, retryCleanup } from "@/lib/client/cleanups";
import { nameOf } from "./cleanup-line";
import { texts } from "./texts";

export interface ConfirmRemovalDialogProps {
  /** The cleanups to confirm, and no others; an empty list keeps it closed. */
  cleanups: readonly CleanupTaskView[];
  onClose: () => void;
}

/** Asks before the records and Secrets of these hosts are removed, and names every host. */
export function ConfirmRemovalDialog({ cleanups, onClose }: ConfirmRemovalDialogProps) {
  const { confirm } = useCleanupActions();
  const hosts = [...new Set(cleanups.map(nameOf))];
  const one = hosts.length === 1;
  return (
    <ConfirmDialog
      open={cleanups.length > 0}
      onOpenChange={(open) => open || onClose()}
      title={
        one ? texts.removeTitle({ host: hosts[0] ?? "" }) : texts.removeManyTitle({ count: hosts.length })
      }
      description={texts.removeHelp}
      confirmLabel={one ? texts.remove : texts.removeMany({ count: hosts.length })}
      typeToConfirm={one ? undefined : texts.confirmPhrase({ count: hosts.length })}
      onConfirm={async () => {
        await confirm.mutateAsync(cleanups);
      }}
    >
      {one ? null : (
        <ul
          aria-label={texts.hostsToRemove}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, the arrow keys can’t scroll the list
          tabIndex={0}
          className="max-h-60 overflow-y-auto rounded-md border border-line px-3 py-2 font-mono text-sm"
        >
          {hosts.map((host) => (
            <li key={host} className="break-all">
              <HostName host={host} />
            </li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}

/** Undoes, confirms or retries cleanups; shows a failure, and reloads the lists either way. */
export function useCleanupActions() {
  const client = useQueryClient();
  const settled = {
    onError: (error: Error) =>
      showToast({ tone: "error", title: texts.cannotChange, description: error.message }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["cleanups"] }),
        client.invalidateQueries({ queryKey: ["overview"] }),
      ]),
  };
  const keep = useMutation({
    mutationFn: (cleanups: readonly CleanupTaskView[]) =>
      Promise.all(cleanups.map(({ id }) => keepCleanup(id))),
    onSuccess: (_, cleanups) => {
      const [first] = cleanups;
      showToast({
        tone: "success",
        title:
          cleanups.length === 1
            ? texts.isKept({ host: first ? nameOf(first) : "" })
            : texts.areKept({ count: cleanups.length }),
        description: texts.keptHelp,
      });
    },
    ...settled,
  });
  const confirm = useMutation({
    mutationFn: (cleanups: readonly CleanupTaskView[]) => confirmCleanups(cleanups.map(({ id }) => id)),
    ...settled,
  });
  const retry = useMutation({ mutationFn: (id: string) => retryCleanup(id), ...settled });
  return { keep, confirm, retry };
}
