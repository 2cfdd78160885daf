import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/overlay/toast";
import type { CleanupTaskView } from "@/lib/api/cleanup-task";
import { confirmCleanups, keepCleanup, retryCleanup } from "@/lib/client/cleanups";

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
