"use client";
import { useState } from "react";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { reissueCertificate, revokeCertificate } from "@/lib/client/certificate-requests";
import { type RevocationReason, revocationReasons } from "@/lib/gateway/model";
import { texts } from "./texts";

export interface CertificateOf {
  virtualCluster: string;
  gateway: string;
  host: string;
  serial: string;
}

export interface CertificateDialogsProps {
  of: CertificateOf;
  /** Null: closed. */
  open: "reissue" | "revoke" | null;
  onClose: () => void;
}

/** Asks before a certificate is replaced, or replaced and revoked, and says what happens in which order. */
export function CertificateDialogs({ of, open, onClose }: CertificateDialogsProps) {
  return open === "revoke" ? (
    <RevokeDialog of={of} onClose={onClose} />
  ) : (
    <ReissueDialog of={of} open={open} onClose={onClose} />
  );
}

function ReissueDialog({ of, open, onClose }: CertificateDialogsProps) {
  const { host } = of;
  return (
    <ConfirmDialog
      open={open === "reissue"}
      onOpenChange={(next) => next || onClose()}
      title={texts.reissueTitle({ host })}
      description={texts.reissueHelp}
      confirmLabel={texts.reissue}
      tone="primary"
      onConfirm={async () => {
        await reissueCertificate(of);
        showToast({ tone: "info", title: texts.reissueAsked({ host }), description: texts.reissueAskedHelp });
      }}
    />
  );
}

const reasons = Object.keys(revocationReasons) as RevocationReason[];

function RevokeDialog({ of, onClose }: Pick<CertificateDialogsProps, "of" | "onClose">) {
  const { host, serial } = of;
  const [reason, setReason] = useState<RevocationReason>("unspecified");
  const steps = [texts.stepOrder, texts.stepServe, texts.stepRevoke({ serial })];
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
