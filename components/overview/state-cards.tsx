import type { ReactNode } from "react";
import { severityOrder, severityWords } from "@/components/finding/group-findings";
import { walkStyles } from "@/components/gateway/state-words";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { StatusIcon, stateStyles } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink, TextLink } from "@/components/ui/link";
import { worstFirst } from "@/lib/gateway/walk/report";
import type { OverviewNumber, OverviewNumbers } from "./overview-numbers";
import { texts } from "./texts";

const order = worstFirst.toReversed();

/** Gateways by the state of their worst Secured Host: a bar, and each number as a link to those. */
export function GatewayStatesCard({ numbers }: { numbers: OverviewNumbers }) {
  const { gateways, states, unsecured } = numbers;
  const shown = order.filter((state) => states[state].count > 0);
  return (
    <Card title={texts.byState} actions={<TextLink href="/gateways">{texts.allGateways}</TextLink>}>
      {gateways.count === 0 ? (
        <p className="text-muted text-sm">{texts.noGateways}</p>
      ) : (
        <>
          <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-hover">
            {shown.map((state) => (
              <span
                key={state}
                className={stateStyles[walkStyles[state].state].solid}
                style={{ flexGrow: states[state].count }}
              />
            ))}
            {unsecured.count > 0 ? (
              <span className="bg-line-strong" style={{ flexGrow: unsecured.count }} />
            ) : null}
          </div>
          <ul aria-label={texts.byState} className="mt-3 grid gap-0.5">
            {shown.map((state) => (
              <StateLine key={state} {...states[state]}>
                <StatusIcon state={walkStyles[state].state} decorative />
                {walkStyles[state].label}
              </StateLine>
            ))}
            {unsecured.count > 0 ? (
              <StateLine {...unsecured}>
                <StatusIcon state="idle" decorative />
                {texts.withoutHost}
              </StateLine>
            ) : null}
          </ul>
        </>
      )}
    </Card>
  );
}

function StateLine({ href, count, children }: OverviewNumber & { children: ReactNode }) {
  return (
    <li>
      <PageLink
        href={href}
        className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
      >
        {children}
        <span className="ml-auto font-medium tabular-nums">{count.toLocaleString("en")}</span>
      </PageLink>
    </li>
  );
}

/** How much the checks find, by severity. */
export function FindingsCard({ severities }: Pick<OverviewNumbers, "severities">) {
  const none = severityOrder.every((severity) => severities[severity].count === 0);
  return (
    <Card
      title={texts.findings}
      description={none ? texts.noFindings : undefined}
      actions={<TextLink href="/findings">{texts.allFindings}</TextLink>}
    >
      <ul aria-label={texts.bySeverity} className="-mt-1 grid gap-0.5">
        {severityOrder.map((severity) => (
          <li key={severity}>
            <PageLink
              href={severities[severity].href}
              className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
            >
              <span aria-hidden className="inline-flex">
                {severities[severity].count === 0 ? (
                  <StatusIcon state="done" decorative />
                ) : (
                  <SeverityIcon severity={severity} />
                )}
              </span>
              {severityWords[severity]}
              <span className="ml-auto font-medium tabular-nums">{severities[severity].count}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
