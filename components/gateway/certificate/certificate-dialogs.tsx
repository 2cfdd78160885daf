"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { orderOutlookQuery, reissueCertificate, revokeCertificate } from "@/lib/client/certificate-requests";
import { type RevocationReason, revocationReasons } from "@/lib/gateway/model";
import { texts } from "./texts";
import { type CertificateOf, TrialDialog } from "./trial-dialog";

export interface CertificateDialogsProps {
  of: CertificateOf;
  /** Null: closed. */
  open: "reissue" | "revoke" | "trial" | null;
  onClose: () => void;
  onOpen: (dialog: "reissue") => void;
}

/** Asks before a certificate is replaced, or replaced and revoked, and says what happens in which order. */
export function CertificateDialogs({ of, open, onClose, onOpen }: CertificateDialogsProps) {
  if (open === "revoke") return <RevokeDialog of={of} onClose={onClose} />;
  if (open === "trial") return <TrialDialog of={of} onClose={onClose} onReissue={() => onOpen("reissue")} />;
  return <ReissueDialog of={of} onClose={onClose} />;
}

function ReissueDialog({ of: now, onClose }: Pick<CertificateDialogsProps, "of" | "onClose">) {
  const of = useSeen(now);
  const { host } = of;
  return (
    <ConfirmDialog
      open
      onOpenChange={(next) => next || onClose()}
      title={texts.reissueTitle({ host })}
      description={texts.reissueHelp}
      confirmLabel={texts.reissue}
      tone="primary"
      onConfirm={async () => {
        await reissueCertificate(of);
        showToast({ tone: "info", title: texts.reissueAsked({ host }), description: texts.reissueAskedHelp });
      }}
    >
      <SharedWith of={of} />
      <OrderLimits of={of} />
    </ConfirmDialog>
  );
}

/** Who gets the new certificate, too. */
function SharedWith({ of: { shared } }: { of: CertificateOf }) {
  if (!shared || shared.gateways < 2) return null;
  const named = shared.named.join(", ");
  const more = shared.gateways - shared.named.length;
  return (
    <Callout tone="info" title={texts.sharedTitle({ count: shared.gateways })}>
      {texts.sharedHelp({ named, more })}
    </Callout>
  );
}

/** About the certificate that there was when the dialog opened: it may be renewed while somebody reads. */
function useSeen(of: CertificateOf): CertificateOf {
  const [serial] = useState(of.serial);
  return { ...of, serial };
}

/** What the CA would say to the order: whether it has to wait, or else how much of the limits is used. */
function OrderLimits({ of }: { of: CertificateOf }) {
  const { data } = useQuery(orderOutlookQuery(of));
  if (!data) return null;
  const { hindrance, uses } = data;
  if (hindrance)
    return (
      <Callout tone="waiting" title={texts.hasToWait}>
        {hindrance.message} {texts.hasToWaitHelp}
      </Callout>
    );
  return uses.length === 0 ? null : (
    <ul aria-label={texts.limits({ ca: data.ca })} className="space-y-0.5 text-muted text-sm">
      {uses.map(({ kind, of: whose, used, limit, windowSeconds }) => (
        <li key={`${kind} ${whose}`} className="break-words">
          {texts[kind]({ of: whose ?? "", used, limit, hours: Math.round(windowSeconds / 3600) })}
        </li>
      ))}
    </ul>
  );
}

const reasons = Object.keys(revocationReasons) as RevocationReason[];

function RevokeDialog({ of: now, onClose }: Pick<CertificateDialogsProps, "of" | "onClose">) {
  const of = useSeen(now);
  const { host, serial } = of;
  const [reason, setReason] = useState<RevocationReason>("unspecified");
  const steps = [texts.stepOrder, texts.stepServe, texts.stepRevoke({ serial: serial ?? "" })];
  return (
    <ConfirmDialog
      open
      onOpenChange={(next) => next || onClose()}
      title={texts.revokeTitle({ host })}
      description={texts.revokeHelp}
      confirmLabel={texts.revoke}
      onConfirm={async () => {
        await revokeCertificate(of, reason);
        showToast({ tone: "info", title: texts.revokeAsked({ host }), description: texts.revokeAskedHelp });
      }}
    >
      <ol className="list-decimal space-y-1 pl-5 text-muted text-sm marker:text-subtle">
        {steps.map((step) => (
          <li key={step} className="break-words">
            {step}
          </li>
        ))}
      </ol>
      <SharedWith of={of} />
      <OrderLimits of={of} />
      <Field label={texts.reason} help={texts.reasonHelp}>
        <Select
          value={reason}
          onChange={({ target }) => setReason(target.value as RevocationReason)}
          options={reasons.map((value) => ({ value, label: texts[value] }))}
        />
      </Field>
    </ConfirmDialog>
  );
}
