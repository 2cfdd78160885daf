import type { SortColumn } from "@/lib/api/sort-columns";
import type { Report } from "@/lib/gateway/report";
import type { StepId } from "@/lib/gateway/steps";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import { worstFirst } from "@/lib/gateway/worst-walk-state";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import type { SortValue } from "@/lib/server/http/paging";
import type { Mesh } from "@/lib/server/mesh/mesh";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import { gatewayState, hostsOf, reportsOf } from "./gateway-state";
import { commonValues } from "./mesh-object-order";
import { walksBasis } from "./walks-basis";

type Column = SortColumn<"Gateway">;

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
