"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { GatewayDetails, GatewayView } from "@/lib/api/gateway";
import { deleteGateway } from "@/lib/client/gateways";
import { markName } from "@/lib/gateway/ownership/marks";
import { dedicatedIngressName } from "@/lib/istio/gateway/ingress";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { stepFact } from "./state-words";
import { texts } from "./texts";

type DeletedGateway = GatewayView & Partial<Pick<GatewayDetails, "dnsRecords">>;

interface DeleteGatewayDialogProps {
  /** With its records of other hosts, where they are known. */
  gateway: DeletedGateway;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted?: (() => void) | undefined;
  /** During the deletion, its page needn't fetch it again, only notice that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Asks before a gateway is deleted, and names everything that goes with it and everything that stays. */
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
      title={texts.deleteTitle({ name })}
      description={
        serving.length > 0
          ? texts.willStopAnswering({ hosts: serving.map(({ host }) => host).join(", ") })
          : texts.removedFrom({ virtualCluster })
      }
      confirmLabel={texts.deleteGateway}
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
          title: texts.deleted({ name }),
          description: lost.length > 1 ? texts.deletedHelp : undefined,
        });
      }}
    >
      <div className="text-sm">
        <p className="font-medium text-ink">{texts.willBeDeleted}</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-5 text-muted marker:text-subtle">
          {lost.map((loss) => (
            <li key={loss} className="break-words">
              {loss}
            </li>
          ))}
        </ul>
        <p className="mt-3 font-medium text-ink">{texts.willStay}</p>
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

/** What the deletion of a gateway removes and what it keeps, as sentences for a confirmation. */
export function lossesOf(gateway: DeletedGateway): { lost: string[]; kept: string[] } {
  const lost = [texts.losesGateway({ gateway: `${gateway.virtualCluster}/${gateway.name}` })];
  const kept: string[] = [];
  if (gateway.ingress.kind === "dedicated")
    lost.push(texts.losesIngress({ ingress: dedicatedIngressName(gateway.name) }));
  for (const host of gateway.securedHosts) {
    const record = stepFact(host, "record");
    const secret = stepFact(host, "secret");
    const zone = stepFact(host, "zone");
    if (record?.ours === false) kept.push(texts.keepsRecords({ host: host.host }));
    else {
      const types = record?.records.map(({ type }) => type) ?? [];
      for (const type of types.length > 0 ? types : ["A"])
        lost.push(texts.losesRecord({ type, host: host.host }));
      lost.push(texts.losesOwnership({ name: markName(host.host) }));
    }
    const name = secret?.name ?? credentialNameFor(host.host);
    const places = secret?.namespaces.map((namespace) => `${namespace}/${name}`).join(", ") ?? name;
    lost.push(texts.losesSecret({ secrets: places, host: host.host }));
    if (zone) kept.push(texts.keepsZone({ zone: zone.apex }));
  }
  const others = gateway.dnsRecords?.hosts.filter(({ ours }) => ours !== false).length ?? 0;
  if (others > 0) lost.push(texts.losesRecordsOfOthers({ count: others }));
  kept.push(texts.keepsServices);
  return { lost: [...new Set(lost)], kept: [...new Set(kept)] };
}
