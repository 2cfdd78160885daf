"use client";
import { stepFact, stepOf } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { Card, DescriptionList } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import { formatDate } from "@/components/ui/time/format-time";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import type { SecuredHostView } from "@/lib/api/gateway";

/** The host's certificate: names, issuer, serial, validity and renewal. */
export function CertificateCard({ host }: { host: SecuredHostView }) {
  const { certificate } = host;
  const secret = stepFact(host, "secret");
  if (!certificate) {
    return (
      <Card title={texts.certificate} description={texts.certificateHelp} flush>
        <p className="px-4 py-6 text-center text-subtle text-sm">
          {stepOf(host, "certificate")?.note ?? texts.noCertificate}
        </p>
      </Card>
    );
  }
  return (
    <Card title={texts.certificate} description={texts.issuedBy({ issuer: certificate.issuer })}>
      <div className="flex flex-col gap-4">
        <ValidityBar
          notBefore={certificate.notBefore}
          notAfter={certificate.notAfter}
          renewAt={certificate.renewAt}
          label={texts.validity({ host: host.host })}
        />
        {certificate.renewalProblem ? (
          <Callout tone="waiting" title={texts.renewalFailed}>
            {texts.renewalFailedHelp({ problem: certificate.renewalProblem })}
          </Callout>
        ) : null}
        <DescriptionList
          items={[
            {
              term: texts.names,
              value: <code className="font-mono text-[0.8125rem]">{certificate.names.join(", ")}</code>,
            },
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
    </Card>
  );
}
