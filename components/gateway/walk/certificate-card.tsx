"use client";
import { stepFact, stepOf } from "@/components/gateway/state-words";
import { Card, DescriptionList } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import { formatDate } from "@/components/ui/time/format-time";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import type { SecuredHostView } from "@/lib/api/gateway";

/** The host's certificate: names, issuer, serial, its life and when it is renewed. */
export function CertificateCard({ host }: { host: SecuredHostView }) {
  const { certificate } = host;
  const secret = stepFact(host, "secret");
  if (!certificate) {
    return (
      <Card title="Certificate" description="Issued by DNS-01 challenge, renewed by Lamia in time." flush>
        <p className="px-4 py-6 text-center text-subtle text-sm">
          {stepOf(host, "certificate")?.note ?? "None yet."}
        </p>
      </Card>
    );
  }
  return (
    <Card
      title="Certificate"
      description={`Issued by ${certificate.issuer}${host.trusted === false ? ", which browsers don’t trust" : ""}`}
    >
      <div className="flex flex-col gap-4">
        <ValidityBar
          notBefore={certificate.notBefore}
          notAfter={certificate.notAfter}
          renewAt={certificate.renewAt}
          label={`Validity of the certificate of ${host.host}`}
        />
        {certificate.renewalProblem ? (
          <Callout tone="waiting" title="The last renewal did not come about">
            {certificate.renewalProblem} The certificate serves on; Lamia tries again by itself.
          </Callout>
        ) : null}
        <DescriptionList
          items={[
            {
              term: "Names",
              value: <code className="font-mono text-[0.8125rem]">{certificate.names.join(", ")}</code>,
            },
            {
              term: "Serial",
              value: (
                <span className="flex items-start gap-1">
                  <code className="min-w-0 break-all font-mono text-[0.8125rem]">{certificate.serial}</code>
                  <CopyButton text={certificate.serial} label="Copy serial" className="-my-1" />
                </span>
              ),
            },
            {
              term: "Valid until",
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
              term: "Renewal",
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
                    term: "TLS Secret",
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
