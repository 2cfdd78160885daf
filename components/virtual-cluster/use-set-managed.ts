"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/overlay/toast";
import { setManaged } from "@/lib/client/virtual-clusters";

/** Takes a namespace under management or releases it; says so, and offers the way back. Throws what went wrong. */
export function useSetManaged() {
  const client = useQueryClient();
  const { mutateAsync, isPending, variables } = useMutation({
    // Where a name has to be typed, the button has asked for it.
    mutationFn: ({ name, managed }: { name: string; managed: boolean }) =>
      setManaged(name, managed, managed ? name : undefined),
    onSuccess: (_, { name, managed }) =>
      showToast({
        id: `managed/${name}`,
        tone: "success",
        title: managed ? `${name} is a virtual cluster now` : `${name} is released`,
        description: managed
          ? "Its gateways are walked from now on."
          : "Its gateways are no longer walked. Nothing in it was deleted.",
        action: {
          label: "Undo",
          onClick: () => void setManaged(name, !managed, managed ? undefined : name).catch(() => undefined),
        },
      }),
    onError: (error, { name }) =>
      showToast({ tone: "error", title: `${name} could not be changed`, description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["virtual-clusters"] }),
  });
  return {
    take: (name: string) => mutateAsync({ name, managed: true }).catch(() => undefined),
    release: (name: string) => mutateAsync({ name, managed: false }),
    busyName: isPending ? variables.name : null,
  };
}
