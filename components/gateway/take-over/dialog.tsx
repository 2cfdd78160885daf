"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Children, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { SkeletonText } from "@/components/ui/skeleton";
import type { TakeOverView } from "@/lib/api/gateway";
import { takeOver, takeOverQuery } from "@/lib/client/gateways";
import { ApiProblem } from "@/lib/client/request";
import { texts } from "./texts";

interface TakeOverDialogProps {
  virtualCluster: string;
  gateway: string;
  host: string;
  onClose: () => void;
}

/**
 * Shows somebody else's DNS records and what Lamia would write instead, and asks. You confirm what you see: if the
 * records have changed meanwhile, the dialog shows the change, and asks again.
 */
export function TakeOverDialog({ virtualCluster, gateway, host, onClose }: TakeOverDialogProps) {
  const client = useQueryClient();
  const options = takeOverQuery(virtualCluster, gateway, host);
  const { data: plan, error } = useQuery(options);
  async function confirm() {
    if (!plan) throw error ?? new Error(texts.notLoaded);
    try {
      await takeOver(virtualCluster, gateway, plan);
    } catch (thrown) {
      const current = thrown instanceof ApiProblem ? (thrown.problem.current as TakeOverView) : undefined;
      if (current) client.setQueryData(options.queryKey, current);
      throw thrown;
    }
    void client.invalidateQueries({ queryKey: ["gateways"] });
    showToast({ tone: "success", title: texts.done({ host }), description: texts.doneHelp });
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.title({ host })}
      description={texts.description({ host })}
      confirmLabel={texts.confirm}
      typeToConfirm={host}
      onConfirm={confirm}
    >
      {plan ? <Comparison plan={plan} /> : null}
      {plan || error ? null : <SkeletonText lines={4} label={texts.loading} />}
      {error && !plan ? <Callout tone="blocked">{error.message}</Callout> : null}
    </ConfirmDialog>
  );
}

function Comparison({ plan: { host, zone, replaces, becomes, mark } }: { plan: TakeOverView }) {
  const seconds = Math.max(...replaces.map(({ ttlSeconds }) => ttlSeconds));
  return (
    <div className="grid gap-3">
      <Records title={texts.now({ zone: zone.apex })} sets={replaces} />
      <Records title={texts.after} sets={becomes}>
        <Line type="TXT" name={mark.name} value={mark.value} note={texts.ownership} />
      </Records>
      <Callout tone="waiting">{texts.traffic({ host, seconds })}</Callout>
      <p className="text-muted text-sm">{texts.notBack}</p>
    </div>
  );
}

function Records(props: { title: string; sets: TakeOverView["replaces"]; children?: ReactNode }) {
  const { title, sets, children } = props;
  return (
    <section>
      <h3 className="font-medium text-ink text-sm">{title}</h3>
      <ul aria-label={title} className="mt-1 divide-y divide-line rounded-lg border border-line">
        {sets.map(({ name, type, values, ttlSeconds }) => (
          <Line
            key={type}
            type={type}
            name={name}
            value={values.join(", ")}
            note={texts.ttl({ seconds: ttlSeconds })}
          />
        ))}
        {Children.toArray(children)}
      </ul>
    </section>
  );
}

function Line(props: { type: string; name: string; value: string; note: string }) {
  const { type, name, value, note } = props;
  return (
    <li className="flex items-start gap-2.5 px-3 py-2 text-sm">
      <Badge tone="outline" className="mt-0.5 w-16 shrink-0 justify-center font-mono!">
        {type}
      </Badge>
      <div className="min-w-0">
        <code className="block break-all font-mono text-[0.8125rem] text-muted">{name}</code>
        <code className="break-all font-mono text-[0.8125rem] text-ink">{value}</code>
        <span className="text-subtle"> · {note}</span>
      </div>
    </li>
  );
}
