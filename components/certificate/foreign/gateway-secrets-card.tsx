"use client";
import { useQuery } from "@tanstack/react-query";
import { Children, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonText } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { SecretUse, TlsSecretView } from "@/lib/api/tls-secret";
import { type AdoptionOf, gatewaySecretsQuery } from "@/lib/client/tls-secrets";
import { flawsOf, SecretBadges } from "./columns";
import { texts } from "./texts";

const AdoptionDialog = deferred(
  () => import("./adoption-dialog").then((module) => module.AdoptionDialog),
  () => null,
);

interface CardProps {
  virtualCluster: string;
  gateway: string;
}

/** The TLS Secrets of others that a gateway names: what is in them, and the takeover of their hosts. */
export function GatewaySecretsCard({ virtualCluster, gateway }: CardProps) {
  const query = useQuery(gatewaySecretsQuery(virtualCluster, gateway));
  const [asked, setAsked] = useState<AdoptionOf | null>(null);
  const rows = (query.data?.items ?? []).flatMap((secret) =>
    secret.uses
      .filter((use) => use.virtualCluster === virtualCluster && use.gateway === gateway)
      .map((use) => ({ secret, use })),
  );
  return (
    <Card title={texts.ofGateway} description={texts.ofGatewayHelp} flush>
      {query.isPending ? (
        <div className="min-h-24 p-4">
          <SkeletonText label={texts.loading} />
        </div>
      ) : query.isError ? (
        <QueryFailure what={texts.ofGateway} query={query} />
      ) : rows.length === 0 ? (
        <p className="p-4 text-subtle text-sm">{texts.none}</p>
      ) : (
        <ul aria-label={texts.ofGateway} className="divide-y divide-line">
          {rows.map(({ secret, use }) => (
            <Row
              key={`${secret.namespace}/${secret.name} ${use.port} ${use.hosts.join()} ${use.use}`}
              virtualCluster={virtualCluster}
              secret={secret}
              use={use}
              onAsk={(host) =>
                setAsked({ virtualCluster, gateway, port: use.port, host, secret: secret.name })
              }
            />
          ))}
        </ul>
      )}
      {asked ? <AdoptionDialog of={asked} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}

interface RowProps {
  virtualCluster: string;
  secret: TlsSecretView;
  use: SecretUse;
  onAsk: (host: string) => void;
}

const buttons = {
  serves: { label: texts.adopt, ofHost: texts.adoptOf },
  replacing: { label: texts.stop, ofHost: texts.stopOf },
  replaced: { label: texts.goBack, ofHost: texts.goBackOf },
} as const;

function Row({ virtualCluster, secret, use, onAsk }: RowProps) {
  const { namespace, name, certificate, certManager } = secret;
  const { host } = use;
  const button = buttons[use.use];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <code className="min-w-0 font-mono text-[0.8125rem] text-ink">
            <Breakable text={`${namespace}/${name}`} />
          </code>
          <SecretBadges secret={secret} />
        </p>
        <p className="text-pretty break-words text-muted">
          {texts[use.use]({ hosts: use.hosts.join(", "), port: String(use.port) })}
        </p>
        {certificate ? (
          <p className="text-subtle">
            {Children.toArray(
              texts.expires({
                issuer: certificate.issuer,
                key: certificate.keyType ?? "",
                when: <RelativeTime at={certificate.notAfter} />,
              }),
            )}
          </p>
        ) : null}
        {flawsOf({ certificate, uses: [use] }).map((flaw) => (
          <p key={flaw} className="text-waiting">
            {flaw}
          </p>
        ))}
        {certManager && use.use !== "replaced" ? (
          <p className="text-subtle">
            {texts.managedByCertManager({ certificate: certManager.certificate })}
          </p>
        ) : null}
      </div>
      {host === null ? null : (
        <AllowedButton
          needs={["editor", virtualCluster, "Gateway"]}
          size="sm"
          aria-label={button.ofHost({ host })}
          onClick={() => onAsk(host)}
        >
          {button.label}
        </AllowedButton>
      )}
    </li>
  );
}
