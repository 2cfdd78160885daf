import { Children, type ReactNode } from "react";
import { PartBadge, partLooks } from "@/components/istio/parts-card";
import { type State, StatusIcon } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink, TextLink } from "@/components/ui/link";
import type { Overview } from "@/lib/api/overview";
import type { OverviewNumber } from "./overview-numbers";
import { texts } from "./texts";

const mostIngresses = 4;

export interface IstioHealthCardProps {
  istio: Overview["istio"];
  injected: OverviewNumber;
}

/** Whether what gateways stand on is there and well; each line leads to the page that tells more. */
export function IstioHealthCard({ istio, injected }: IstioHealthCardProps) {
  const { notInjected, ingressGateways, version } = istio;
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
        <Line state={notInjected > 0 ? "waiting" : "done"} title={texts.injection} href={injected.href}>
          {texts.injectedOf({ count: injected.count, total: injected.count + notInjected })}
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
  /** The page "Istio" without it. */
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
