"use client";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { HostName } from "@/components/gateway/host-name";
import { stepFact, stepOf } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { Card, DescriptionList } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { deferred } from "@/components/ui/deferred";
import { Callout } from "@/components/ui/notices";
import { formatDate } from "@/components/ui/time/format-time";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import type { Certificate } from "@/lib/api/certificate";
import type { SecuredHostView } from "@/lib/api/gateway";

const CertificateDialogs = deferred(
  () =>
    import("@/components/gateway/certificate/certificate-dialogs").then(
      (module) => module.CertificateDialogs,
    ),
  () => null,
);

export interface CertificateCardProps {
  host: SecuredHostView;
  virtualCluster: string;
  gateway: string;
}

/** The host's certificate: names, issuer, serial, its life and when it is renewed, and what can be done with it. */
export function CertificateCard({ host, virtualCluster, gateway }: CertificateCardProps) {
  const { certificate } = host;
  const [open, setOpen] = useState<"reissue" | "revoke" | "trial" | null>(null);
  const secret = stepFact(host, "secret");
  const tryIt = (
    <AllowedButton
      needs={["operator", virtualCluster]}
      size="sm"
      aria-label={texts.tryOnStagingOf({ host: host.host })}
      onClick={() => setOpen("trial")}
    >
      {texts.tryOnStaging}
    </AllowedButton>
  );
  const dialogs =
    open === null ? null : (
      <CertificateDialogs
        of={{
          ...{ virtualCluster, gateway, host: host.host, serial: certificate?.serial ?? null },
          shared: certificate?.shared,
        }}
        open={open}
        onClose={() => setOpen(null)}
        onOpen={setOpen}
      />
    );
  if (!certificate) {
    return (
      <Card title={texts.certificate} description={texts.certificateHelp} actions={tryIt} flush>
        {/* As high as what comes once it is issued, so that nothing below moves then. */}
        <p className="flex min-h-66 items-center justify-center px-4 py-6 text-center text-subtle text-sm max-sm:min-h-76">
          {stepOf(host, "certificate")?.note ?? texts.noCertificate}
        </p>
        {dialogs}
      </Card>
    );
  }
  return (
    <Card
      title={texts.certificate}
      description={texts.issuedBy({ issuer: certificate.issuer })}
      actions={
        <>
          {tryIt}
          <AllowedButton
            needs={["editor", virtualCluster]}
            size="sm"
            aria-label={texts.reissueOf({ host: host.host })}
            onClick={() => setOpen("reissue")}
          >
            {texts.reissue}
          </AllowedButton>
          <AllowedButton
            needs={["editor", virtualCluster]}
            size="sm"
            variant="danger-ghost"
            aria-label={texts.revokeOf({ host: host.host })}
            onClick={() => setOpen("revoke")}
          >
            {texts.revoke}
          </AllowedButton>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ValidityBar
          notBefore={certificate.notBefore}
          notAfter={certificate.notAfter}
          renewAt={certificate.renewAt}
          label={texts.validity({ host: host.host })}
        />
        {certificate.replacement ? (
          <Callout tone="info" title={texts.replacementUnderWay}>
            {certificate.replacement}
          </Callout>
        ) : null}
        {certificate.renewalProblem ? (
          <Callout tone="waiting" title={texts.renewalFailed}>
            {texts.renewalFailedHelp({ problem: certificate.renewalProblem })}
          </Callout>
        ) : null}
        <DescriptionList
          items={[
            {
              term: texts.names,
              value: certificate.names.map((name) => (
                <code key={name} className="block font-mono text-[0.8125rem]">
                  <HostName host={name} />
                </code>
              )),
            },
            ...sharedItem(certificate.shared),
            {
              term: texts.serial,
              value: (
                <span className="flex items-start gap-1">
                  <code className="min-w-0 break-all font-mono text-[0.8125rem]">{certificate.serial}</code>
                  <CopyButton text={certificate.serial} label={texts.copySerial} className="-my-1" />
                </span>
              ),
            },
            {
              term: texts.validUntilTerm,
              value: (
                <>
                  {formatDate(Date.parse(certificate.notAfter))}{" "}
                  <span className="text-subtle">
                    (<RelativeTime at={certificate.notAfter} />)
                  </span>
                </>
              ),
            },
            {
              term: texts.renewal,
              value: (
                <>
                  {formatDate(Date.parse(certificate.renewAt))}{" "}
                  <span className="text-subtle">
                    (<RelativeTime at={certificate.renewAt} />)
                  </span>
                </>
              ),
            },
            ...(secret
              ? [
                  {
                    term: texts.tlsSecret,
                    value: secret.namespaces.map((namespace) => (
                      <code key={namespace} className="block break-all font-mono text-[0.8125rem]">
                        {namespace}/{secret.name}
                      </code>
                    )),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {dialogs}
    </Card>
  );
}

function sharedItem(shared: Certificate["shared"]) {
  if (!shared || shared.gateways < 2) return [];
  const more = shared.gateways - shared.named.length;
  const lines = [...shared.named, ...(more > 0 ? [texts.moreGateways({ count: more })] : [])];
  return [
    {
      term: texts.sharedBy,
      value: lines.map((line) => (
        <span key={line} className="block break-all">
          {line}
        </span>
      )),
    },
  ];
}
