import type { SortColumn } from "@/lib/api/sort-columns";
import { keyOf, type SecuredHostKey } from "@/lib/gateway/model";
import type { Report } from "@/lib/gateway/report";
import { type WalkState, walkStateOf } from "@/lib/gateway/reporting";
import type { StepId } from "@/lib/gateway/steps";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import type { SortValue } from "../http/paging";
import type { Mesh } from "../mesh";
import type { LiveWalks } from "../walks/live-walks";
import { walksBasis } from "../walks/walks-basis";
import { commonValues } from "./mesh-object-order";

type Column = SortColumn<"Gateway">;

/** What needs somebody is what one sorts for: it comes first. */
const worstFirst: readonly WalkState[] = ["blocked", "failed", "waiting", "working", "new", "serving"];
/** Behind every text that a cell shows. */
const last = "\uffff";

interface Parts {
  live: LiveWalks;
  mesh: Mesh;
}

/** Columns that change with every step of a walk, while the Gateway itself stays. */
const ofWalks: readonly Column[] = ["securedHosts", "address", "nameServers", "certificate"];

/** What a column's values depend on besides the Gateways. */
export function gatewayBasisOf({ live, mesh }: Parts, column: Column): object | undefined {
  if (column === "findings") return mesh.findings();
  return ofWalks.includes(column) ? walksBasis(live) : undefined;
}

export function walkStatesOf(gateway: GatewayObject, live: LiveWalks): WalkState[] {
  return reportsOf(gateway, live).map((reports) => {
    const kept = knownStates.get(reports);
    if (kept) return kept;
    const state = walkStateOf(reports);
    knownStates.set(reports, state);
    return state;
  });
}

/** What each column of the list of gateways sorts by: Secured Hosts by the worst state among them, then by name. */
export function gatewayValues({
  live,
  mesh,
}: Parts): Readonly<Record<Column, (gateway: GatewayObject) => SortValue>> {
  const first = (gateway: GatewayObject, textOf: (reports: readonly Report[]) => string | undefined) =>
    reportsOf(gateway, live)
      .map((reports) => textOf(reports) ?? last)
      .sort()[0] ?? last;
  return {
    ...commonValues("Gateway", mesh),
    securedHosts: (gateway) => {
      const states = walkStatesOf(gateway, live);
      const worst = worstFirst.findIndex((state) => states.includes(state));
      return worst < 0 ? last : `${worst} ${hostsOf(gateway)[0]?.host}`;
    },
    address: (gateway) =>
      first(gateway, (reports) => {
        const fact = factOf<AddressFact>(reports, "address");
        return fact && (fact.ipv4[0] ?? fact.ipv6[0] ?? fact.hostname ?? undefined);
      }),
    nameServers: (gateway) => first(gateway, (reports) => factOf<ZoneFact>(reports, "zone")?.nameServers[0]),
    certificate: (gateway) =>
      first(gateway, (reports) => factOf<CertificateFact>(reports, "certificate")?.notAfter),
  };
}

const unknown: readonly Report[] = [];
/** Gateways in the cache are frozen and reports replaced: what is made of them is kept as long as they are. */
const knownStates = new WeakMap<readonly Report[], WalkState>();
const knownHosts = new WeakMap<GatewayObject, readonly { key: SecuredHostKey; host: string }[]>();

/** Keys and names of the secured hosts that the Gateway names. */
export function hostsOf(gateway: GatewayObject): readonly { key: SecuredHostKey; host: string }[] {
  const kept = knownHosts.get(gateway);
  if (kept) return kept;
  const hosts = securedHostsOf(gateway).map((target) => ({ key: keyOf(target), host: target.host }));
  knownHosts.set(gateway, hosts);
  return hosts;
}

function reportsOf(gateway: GatewayObject, live: LiveWalks): (readonly Report[])[] {
  return hostsOf(gateway).map(({ key }) => live.get(key)?.reports ?? unknown);
}

function factOf<Fact>(reports: readonly Report[], id: StepId): Fact | undefined {
  return reports.find(({ step, state }) => step === id && state === "done")?.fact as Fact | undefined;
}
