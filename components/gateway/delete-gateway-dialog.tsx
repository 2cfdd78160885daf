"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { GatewayView } from "@/lib/api/gateway";
import { deleteGateway } from "@/lib/client/gateways";
import { lossesOf } from "./losses";

interface DeleteGatewayDialogProps {
  gateway: GatewayView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted?: (() => void) | undefined;
  /** While it is being deleted its page need not ask for it again, only to hear that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Asks before a gateway is deleted, naming all that goes with it and what stays. */
export function DeleteGatewayDialog(props: DeleteGatewayDialogProps) {
  const { gateway, open, onOpenChange, onDeleted, onBusy } = props;
  const client = useQueryClient();
  const { name, virtualCluster } = gateway;
  const { lost, kept } = lossesOf(gateway);
  const serving = gateway.securedHosts.filter(({ state }) => state === "serving");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete gateway ${name}?`}
      description={
        serving.length > 0
          ? `${serving.map(({ host }) => host).join(", ")} will no longer open.`
          : `It is removed from virtual cluster ${virtualCluster}.`
      }
      confirmLabel="Delete gateway"
      typeToConfirm={serving.length > 0 ? name : undefined}
      onConfirm={async () => {
        onBusy?.(true);
        try {
          await deleteGateway(virtualCluster, name);
        } catch (error) {
          onBusy?.(false);
          throw error;
        }
        onDeleted?.();
        void client.invalidateQueries({ queryKey: ["gateways"] });
        showToast({
          tone: "success",
          title: `Gateway ${name} is deleted`,
          description:
            lost.length > 1
              ? "Its records and Secrets are removed in a moment; until then you can undo it."
              : undefined,
        });
      }}
    >
      <div className="text-sm">
        <p className="font-medium text-ink">This goes:</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-5 text-muted marker:text-subtle">
          {lost.map((loss) => (
            <li key={loss} className="break-words">
              {loss}
            </li>
          ))}
        </ul>
        <p className="mt-3 font-medium text-ink">This stays:</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-5 text-muted marker:text-subtle">
          {kept.map((each) => (
            <li key={each} className="break-words">
              {each}
            </li>
          ))}
        </ul>
      </div>
    </ConfirmDialog>
  );
}
