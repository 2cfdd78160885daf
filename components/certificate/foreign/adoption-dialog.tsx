"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RemoveCertificate } from "@/components/metadata/cert-manager/remove-certificate";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { SkeletonText } from "@/components/ui/skeleton";
import { formatDate } from "@/components/ui/time/format-time";
import type { AdoptionView } from "@/lib/api/tls-secret";
import { ApiProblem } from "@/lib/client/request";
import { type AdoptionOf, adoptHost, adoptionQuery, giveBackHost } from "@/lib/client/tls-secrets";
import { texts } from "./texts";

interface AdoptionDialogProps {
  of: AdoptionOf;
  onClose: () => void;
}

/**
 * Shows which Secret serves now and which one will, and asks. You confirm what you see: if the gateway has changed
 * meanwhile, the dialog shows the change, and asks again.
 */
export function AdoptionDialog({ of, onClose }: AdoptionDialogProps) {
  const client = useQueryClient();
  const { host, secret } = of;
  const options = adoptionQuery(of);
  const { data: plan, error } = useQuery(options);
  const words = {
    serves: [texts.adoptTitle({ host }), texts.adoptHelp({ host }), texts.adoptConfirm],
    replacing: [texts.stopTitle({ host }), texts.stopHelp({ host, secret }), texts.stop],
    replaced: [texts.backTitle({ host, secret }), texts.backHelp({ host }), texts.backConfirm],
  } as const;
  const [title, description, confirmLabel] = words[plan?.use ?? "serves"];
  async function confirm() {
    if (!plan) throw error ?? new Error(texts.notLoaded);
    const [obstacle] = plan.obstacles;
    if (obstacle) throw new Error(obstacle.remedy);
    try {
      await (plan.use === "serves" ? adoptHost(of, plan) : giveBackHost(of, plan));
    } catch (thrown) {
      const current = thrown instanceof ApiProblem ? (thrown.problem.current as AdoptionView) : undefined;
      if (current) client.setQueryData(options.queryKey, current);
      throw thrown;
    }
    void client.invalidateQueries({ queryKey: ["gateways"] });
    void client.invalidateQueries({ queryKey: ["findings"] });
    showToast(
      plan.use === "serves"
        ? { tone: "success", title: texts.begun({ host }), description: texts.begunHelp }
        : { tone: "success", title: texts.back({ host, secret }) },
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      tone="primary"
      onConfirm={confirm}
    >
      {plan ? <Review plan={plan} /> : null}
      {plan || error ? null : <SkeletonText lines={4} label={texts.plan} />}
      {error && !plan ? <Callout tone="blocked">{error.message}</Callout> : null}
    </ConfirmDialog>
  );
}

function Review({ plan }: { plan: AdoptionView }) {
  const { host, port, secret, becomes, places, certManager, notAfter, obstacles, use } = plan;
  const old = places.map((place) => (
    <Place key={place} name={place}>
      {notAfter === null ? texts.stays : texts.until({ date: formatDate(Date.parse(notAfter)) })}
    </Place>
  ));
  const own = places.map((place) => {
    const name = place.replace(/\/.*/, `/${becomes}`);
    return (
      <Place key={name} name={name}>
        {use === "serves" ? texts.written : texts.removed}
      </Place>
    );
  });
  return (
    <div className="grid gap-3 text-sm">
      {obstacles.map(({ note, remedy }) => (
        <Callout key={note} tone="blocked" title={note}>
          {remedy}
        </Callout>
      ))}
      {use === "replacing" ? null : (
        <>
          <Places title={texts.now}>{use === "serves" ? old : own}</Places>
          <Places title={texts.after}>{use === "serves" ? own : old}</Places>
        </>
      )}
      {use === "serves" && obstacles.length === 0 ? (
        <section>
          <h3 className="font-medium text-ink">{texts.stepsTitle}</h3>
          <ol className="mt-1 list-decimal space-y-1 pl-5 text-muted">
            <li>{texts.stepSecured({ host, port: String(port) })}</li>
            <li>{texts.stepOrdered({ becomes })}</li>
            <li>{texts.stepSwitched({ becomes, secret })}</li>
            <li>{texts.stepBack({ secret })}</li>
          </ol>
        </section>
      ) : null}
      {use === "serves" && certManager ? (
        <Callout tone="info" title={texts.certManager}>
          <p className="mb-1">{texts.firstMigrate}</p>
          <RenewingTwice {...{ certManager, host }} place={places[0] ?? ""} />
        </Callout>
      ) : null}
      {use !== "serves" && plan.hasRecords ? (
        <Callout tone="waiting">{texts.records({ host })}</Callout>
      ) : null}
    </div>
  );
}

interface RenewingTwiceProps {
  certManager: NonNullable<AdoptionView["certManager"]>;
  host: string;
  /** The old Secret, `namespace/name`. */
  place: string;
}

function RenewingTwice({ certManager, host, place }: RenewingTwiceProps) {
  const { certificate, exists, otherServers, madeFrom, ownsSecret } = certManager;
  const [namespace = "", secret = ""] = place.split("/");
  if (exists === false) return <p>{texts.noCertificate({ certificate, secret })}</p>;
  const said = { certificate, secret, host, count: otherServers };
  if (otherServers > 0) return <p>{texts.othersServe(said)}</p>;
  return (
    <>
      <p className="mb-2">{texts.bothRenew(said)}</p>
      <RemoveCertificate {...{ namespace, madeFrom, ownsSecret }} name={certificate} secret={place} />
    </>
  );
}

function Places({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="font-medium text-ink">{title}</h3>
      <ul aria-label={title} className="mt-1 divide-y divide-line rounded-lg border border-line">
        {children}
      </ul>
    </section>
  );
}

function Place({ name, children }: { name: string; children: ReactNode }) {
  return (
    <li className="px-3 py-2">
      <code className="block break-all font-mono text-[0.8125rem] text-ink">{name}</code>
      <span className="text-subtle">{children}</span>
    </li>
  );
}
