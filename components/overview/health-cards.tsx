import { Children, type ReactNode } from "react";
import { HostName } from "@/components/gateway/host-name";
import { PartBadge, partLooks } from "@/components/istio/parts-card";
import { type State, StatusIcon, stateStyles } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PageLink, TextLink } from "@/components/ui/link";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import type { Overview } from "@/lib/api/overview";
import { bucketWords, type OverviewNumbers } from "./overview-numbers";
import { texts } from "./texts";

const mostListed = 5;

export interface CertificatesCardProps {
  next: Overview["certificates"]["next"];
  numbers: OverviewNumbers;
}

/** Certificates by days left, and those that expire next. */
export function CertificatesCard({ next, numbers }: CertificatesCardProps) {
  return (
    <Card
      title={texts.byDaysLeft}
      actions={<TextLink href="/certificates">{texts.allCertificates}</TextLink>}
    >
      {numbers.certificates.count === 0 ? (
        <p className="text-muted text-sm">{texts.noCertificates}</p>
      ) : (
        <div className="grid gap-4">
          <Timeline spans={numbers.spans} />
          <ul aria-label={texts.nextToExpire} className="grid gap-3">
            {next.slice(0, mostListed).map((certificate) => (
              <li
                key={`${certificate.virtualCluster}/${certificate.gateway} ${certificate.host}`}
                className="grid grid-cols-[minmax(0,1fr)_10rem] items-center gap-4"
              >
                <div className="min-w-0">
                  <TextLink
                    href={`/virtual-clusters/${encodeURIComponent(certificate.virtualCluster)}/gateways/${encodeURIComponent(certificate.gateway)}`}
                    className="block truncate font-mono text-xs"
                  >
                    <HostName host={certificate.host} compact />
                  </TextLink>
                  <p
                    className={cn(
                      "truncate text-xs",
                      certificate.renewalProblem ? "text-failed" : "text-subtle",
                    )}
                  >
                    {certificate.renewalProblem ?? certificate.virtualCluster}
                  </p>
                </div>
                <ValidityBar {...certificate} label={texts.validityOf({ host: certificate.host })} compact />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Timeline({ spans }: Pick<OverviewNumbers, "spans">) {
  const most = Math.max(1, ...spans.map(({ count }) => count));
  return (
    <ol aria-label={texts.byDaysLeft} className="flex items-end gap-1 border-line border-b sm:gap-2">
      {spans.map(({ span, count, href }) => {
        const { label, state } = bucketWords(span);
        return (
          <li key={label} className="min-w-0 flex-1">
            <PageLink
              href={href}
              aria-label={texts.certificatesIn({ count, span: label })}
              className="group flex flex-col items-center rounded-md pt-1 hover:bg-hover"
            >
              <span className="font-medium text-ink text-sm tabular-nums">{count}</span>{" "}
              <span className="flex h-14 w-full items-end px-1 sm:px-3">
                <span
                  className={cn("w-full rounded-t-sm", count > 0 ? stateStyles[state].solid : "bg-line")}
                  style={{ height: `max(2px, ${(count / most) * 100}%)` }}
                />
              </span>
              <span className="flex min-h-10 items-start justify-center text-balance py-1 max-sm:min-h-14 text-center text-subtle text-xs">
                {label}
              </span>
            </PageLink>
          </li>
        );
      })}
    </ol>
  );
}

const mostIngresses = 4;

export interface IstioHealthCardProps {
  istio: NonNullable<Overview["istio"]>;
  sidecars: Pick<OverviewNumbers, "injected" | "notInjected">;
}

/** Whether everything that gateways depend on is healthy; each line links to the page with details. */
export function IstioHealthCard({ istio, sidecars: { injected, notInjected } }: IstioHealthCardProps) {
  const { ingressGateways, version } = istio;
  return (
    <Card
      title={texts.istio}
      description={istio.note}
      actions={<TextLink href="/istio">{texts.details}</TextLink>}
    >
      <ul aria-label={texts.istioHealth} className="-mt-1 grid gap-0.5">
        <Line state={partLooks[istio.controlPlane].state} title={texts.controlPlane}>
          {version ?? partLooks[istio.controlPlane].label}
        </Line>
        <Line state={partLooks[istio.definitions].state} title={texts.definitions}>
          {partLooks[istio.definitions].label}
        </Line>
        {ingressGateways.length === 0 ? (
          <Line state="blocked" title={texts.ingressGateways}>
            {texts.none}
          </Line>
        ) : null}
        {ingressGateways.slice(0, mostIngresses).map(({ namespace, name, address, state }) => (
          <Line key={`${namespace}/${name}`} state={partLooks[state].state} title={name} isName>
            <span className="font-mono text-xs">{address ?? texts.noAddressYet}</span>
          </Line>
        ))}
        {ingressGateways.length > mostIngresses ? (
          <Line
            state="idle"
            title={texts.moreIngressGateways({ count: ingressGateways.length - mostIngresses })}
          />
        ) : null}
        <Line state={notInjected.count > 0 ? "waiting" : "done"} title={texts.injection} href={injected.href}>
          {texts.injectedOf({ count: injected.count, total: injected.count + notInjected.count })}
        </Line>
      </ul>
      <span className="sr-only">
        {Children.toArray(texts.istioState({ state: <PartBadge state={istio.state} /> }))}
      </span>
    </Card>
  );
}

interface LineProps {
  state: State;
  title: string;
  isName?: boolean;
  /** The page "Istio" if undefined. */
  href?: string;
  children?: ReactNode;
}

function Line({ state, title, isName, href = "/istio", children }: LineProps) {
  return (
    <li>
      <PageLink
        href={href}
        className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
      >
        <StatusIcon state={state} />
        <span className={isName ? "min-w-0 truncate font-mono text-xs" : "min-w-0 truncate"}>{title}</span>
        <span className="ml-auto shrink-0 text-muted">{children}</span>
      </PageLink>
    </li>
  );
}
