import type { GatewayStateFilter, SortColumn } from "@/lib/api/choices";
import type { GatewayDetails, GatewayView } from "@/lib/api/gateway";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { isCompanion } from "@/lib/gateway/certificate/certificate-id";
import type { StepId } from "@/lib/gateway/steps";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import {
  needsAttention,
  type Report,
  type WalkState,
  worstFirst,
  worstWalkState,
} from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import { formFromGateway } from "@/lib/istio/gateway/to-form";
import { forExport } from "@/lib/istio/yaml/write";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import {
  formatSecuredHosts,
  keyOf,
  type MalformedPart,
  readSecuredHosts,
  type SecuredHost,
  type SecuredHostKey,
  securedHostsAnnotation,
} from "@/lib/model/secured-hosts";
import type { SortValue } from "@/lib/server/http/paging";
import type { Mesh } from "@/lib/server/mesh/mesh";
import { texts } from "@/lib/server/texts";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { commonValues, ownersOf } from "./mesh-object-view";
import { dnsRecordsView, recordHostCounts } from "./record-hosts";
import { securedHostView, walksBasis } from "./secured-hosts";

interface ViewParts {
  live: LiveWalks;
  mesh: Mesh;
  /** Knows the certificate scope of the virtual cluster. */
  index?: Pick<SecuredHostIndex, "get">;
  /** Knows the metadata of the virtual cluster. */
  cache?: Pick<ClusterCache, "get">;
}

/** A Gateway as the API shows it: its form, and the state of its Secured Hosts. */
export function gatewayView(gateway: GatewayObject, parts: ViewParts): GatewayView {
  const { live, mesh, index } = parts;
  const { metadata } = gateway;
  const recordHosts = recordHostCounts(gateway, parts);
  const findings = mesh.findingsOf("Gateway", metadata.namespace ?? "", metadata.name);
  const targets = securedHostsOf(gateway);
  const form = formFromGateway(gateway as Parameters<typeof formFromGateway>[0]);
  return {
    name: metadata.name,
    virtualCluster: metadata.namespace ?? "",
    labels: form.labels,
    metadata: form.metadata,
    selector: form.selector ?? {},
    servers: form.servers,
    securedHosts: targets.map((target) => securedHostView(target, live.get(keyOf(target)))),
    ...(recordHosts ? { recordHosts } : {}),
    malformedSecuredHosts: [
      ...readSecuredHosts(metadata.annotations?.[securedHostsAnnotation]).malformed,
      ...targets.map((each) => index?.get(keyOf(each)) ?? each).flatMap(withoutOwnServer),
    ],
    ingress: { kind: hasDedicatedIngress(metadata) ? "dedicated" : "existing" },
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    createdAt: metadata.creationTimestamp ?? "",
    resourceVersion: metadata.resourceVersion ?? "",
  };
}

/** A second Secured Host of one server, which can never have a certificate there. */
function withoutOwnServer(target: SecuredHost): MalformedPart[] {
  const { host, port, serverTakenBy } = target;
  if (serverTakenBy === undefined || isCompanion(target, registrableDomain)) return [];
  const reason = texts.oneCertificate({ port, other: serverTakenBy, host });
  return [{ part: formatSecuredHosts([{ port, host }]), reason }];
}

export function gatewayDetails(gateway: GatewayObject, parts: ViewParts): GatewayDetails {
  const { namespace = "", name } = gateway.metadata;
  return {
    ...gatewayView(gateway, parts),
    form: formFromGateway(gateway as Parameters<typeof formFromGateway>[0]),
    object: forExport(gateway),
    dnsRecords: dnsRecordsView(gateway, parts),
    findings: [...parts.mesh.findingsOf("Gateway", namespace, name)],
    owners: ownersOf(gateway),
  };
}

const unknown: readonly Report[] = [];
/**
 * Gateways in the cache are frozen and reports are replaced: what is computed from them is kept as long as they
 * are.
 */
const knownStates = new WeakMap<readonly Report[], WalkState>();
const knownHosts = new WeakMap<GatewayObject, readonly { key: SecuredHostKey; host: string }[]>();

/** Keys and names of the Secured Hosts that the Gateway names. */
export function hostsOf(gateway: GatewayObject): readonly { key: SecuredHostKey; host: string }[] {
  const kept = knownHosts.get(gateway);
  if (kept) return kept;
  const hosts = securedHostsOf(gateway).map((target) => ({ key: keyOf(target), host: target.host }));
  knownHosts.set(gateway, hosts);
  return hosts;
}

/** The reports of each Secured Host; none for one that no walk has reached. */
function reportsOf(gateway: GatewayObject, live: Pick<LiveWalks, "get">): (readonly Report[])[] {
  return hostsOf(gateway).map(({ key }) => live.get(key)?.reports ?? unknown);
}

/** The state of the worst Secured Host; null for a gateway without any. Counts, filters and orders use this. */
export function gatewayState(gateway: GatewayObject, live: Pick<LiveWalks, "get">): WalkState | null {
  return worstWalkState(reportsOf(gateway, live).map(stateOf));
}

/** Whether the filter includes a gateway in this state (see `gatewayState`). */
export function isInState(state: WalkState | null, filter: GatewayStateFilter): boolean {
  if (filter === "unsecured") return state === null;
  if (filter === "attention") return state !== null && needsAttention(state);
  return state === filter;
}

function stateOf(reports: readonly Report[]): WalkState {
  const kept = knownStates.get(reports);
  if (kept) return kept;
  const state = walkStateOf(reports);
  knownStates.set(reports, state);
  return state;
}

type Column = SortColumn<"Gateway">;

/** Sorts after every text that a cell shows. */
const last = "\uffff";

interface Parts {
  live: LiveWalks;
  mesh: Mesh;
}

/** Columns that change with every step of a walk, while the Gateway itself stays the same. */
const ofWalks: readonly Column[] = ["securedHosts", "address", "nameServers", "certificate"];

/** What a column's values depend on besides the Gateways. */
export function gatewayBasisOf({ live, mesh }: Parts, column: Column): object | undefined {
  if (column === "findings") return mesh.findings();
  return ofWalks.includes(column) ? walksBasis(live) : undefined;
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
      const state = gatewayState(gateway, live);
      return state === null ? last : `${worstFirst.indexOf(state)} ${hostsOf(gateway)[0]?.host}`;
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

function factOf<Fact>(reports: readonly Report[], id: StepId): Fact | undefined {
  return reports.find(({ step, state }) => step === id && state === "done")?.fact as Fact | undefined;
}
