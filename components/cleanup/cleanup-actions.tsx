"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { confirmCleanups, keepCleanup, retryCleanup } from "@/lib/client/cleanups";

export interface ConfirmRemovalDialogProps {
  /** Those that are confirmed, and no others; empty keeps it closed. */
  cleanups: readonly CleanupTaskView[];
  onClose: () => void;
}

/** Asks before the records and Secrets of these hosts are removed, naming every one. */
export function ConfirmRemovalDialog({ cleanups, onClose }: ConfirmRemovalDialogProps) {
  const { confirm } = useCleanupActions();
  const hosts = [...new Set(cleanups.map(({ host }) => host))];
  const one = hosts.length === 1;
  return (
    <ConfirmDialog
      open={cleanups.length > 0}
      onOpenChange={(open) => open || onClose()}
      title={one ? `Remove what is left of ${hosts[0]}?` : `Remove what is left of ${hosts.length} hosts?`}
      description="Their DNS records, certificates and keys are deleted. A host that a gateway asks for again by then stays."
      confirmLabel={one ? "Remove" : `Remove ${hosts.length} hosts`}
      typeToConfirm={one ? undefined : `${hosts.length} hosts`}
      onConfirm={async () => {
        await confirm.mutateAsync(cleanups);
      }}
    >
      {one ? null : (
        <ul
          aria-label="Hosts to remove"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keys.
          tabIndex={0}
          className="max-h-60 overflow-y-auto rounded-md border border-line px-3 py-2 font-mono text-sm"
        >
          {hosts.map((host) => (
            <li key={host} className="break-all">
              {host}
            </li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}

/** Undoes, confirms or tries cleanups; what fails is told, and the lists are read anew either way. */
export function useCleanupActions() {
  const client = useQueryClient();
  const settled = {
    onError: (error: Error) =>
      showToast({ tone: "error", title: "That did not work", description: error.message }),
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
        title: cleanups.length === 1 ? `${first?.host} is kept` : `${cleanups.length} hosts are kept`,
        description: "Records and Secrets stay until the host is wanted again or you confirm their removal.",
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
