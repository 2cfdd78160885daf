import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import type { DelegationFact } from "@/lib/gateway/steps/delegation";
import type { Role } from "@/lib/model/roles";
import { virtualClusterPath } from "./paths";
import { texts } from "./texts";

export interface FirstStep {
  id: string;
  title: string;
  /** Why it is needed, or its progress. */
  text: string;
  done: boolean;
  /** What it takes to do it. */
  role: Role;
  /** The page where you do it. */
  href: string;
  action: string;
}

/** What a virtual cluster already has. */
export interface Beginnings {
  virtualCluster: string;
  /** Title of the DNS provider; null if none is configured. */
  provider: string | null;
  services: number;
  virtualServices: number;
  gateways: readonly Pick<GatewayView, "name" | "securedHosts">[];
}

/** The steps from an empty namespace to a site that answers over HTTPS, in order, each done or not. */
export function firstSteps(beginnings: Beginnings): FirstStep[] {
  const { virtualCluster, provider, services, virtualServices, gateways } = beginnings;
  const page = (name: string) => virtualClusterPath(virtualCluster, name);
  const secured = gateways.find(({ securedHosts }) => securedHosts.length > 0);
  const hosts = gateways.flatMap(({ name, securedHosts }) => securedHosts.map((host) => ({ name, ...host })));
  const delegated = hosts.some(({ steps }) =>
    steps.some(({ id, state }) => id === "delegation" && state === "done"),
  );
  const open = hosts.find(({ state }) => state === "serving");
  const answer = hosts.flatMap(({ steps }) =>
    steps.filter(({ id, state }) => id === "answering" && state !== "pending" && state !== "done"),
  )[0];
  const known = hosts.find(({ nameServers }) => nameServers.length > 0);
  const subzone = known ? subzoneOf(known) : null;
  return [
    {
      id: "metadata",
      title: texts.setUpProvider({ virtualCluster }),
      text: provider ? texts.providerSetUp({ provider }) : texts.providerHelp,
      done: provider !== null,
      role: "admin",
      href: page("metadata"),
      action: texts.editMetadata,
    },
    {
      id: "online",
      title: texts.putOnline,
      text: texts.putOnlineHelp,
      done: services > 0 && secured !== undefined && virtualServices > 0,
      role: "editor",
      href: page("online"),
      action: texts.putOnline,
    },
    {
      id: "name-servers",
      title: subzone ? texts.setNsRecords : texts.setNameServers,
      text: delegated
        ? texts.delegated
        : subzone && known
          ? texts.nsRecordsOnce({ zone: subzone, servers: known.nameServers.join(", ") })
          : known
            ? texts.nameServersOnce({ servers: known.nameServers.join(", ") })
            : texts.nameServersLater,
      done: delegated,
      role: "viewer",
      href: secured ? page(`gateways/${encodeURIComponent((known ?? secured).name)}`) : page("gateways"),
      action: texts.showNameServers,
    },
    {
      id: "open",
      title: texts.openSite,
      text: open ? texts.answers({ host: open.host }) : (answer?.remedy ?? answer?.note ?? texts.openHelp),
      done: open !== undefined,
      role: "viewer",
      href: secured
        ? page(`gateways/${encodeURIComponent((open ?? hosts[0] ?? secured).name)}`)
        : page("gateways"),
      action: texts.showGateway,
    },
  ];
}

/** The zone of a host whose name servers are NS records in the parent zone, rather than a registrar's setting. */
function subzoneOf({ steps }: Pick<SecuredHostView, "steps">): string | null {
  const fact = steps.find(({ id }) => id === "delegation")?.fact as DelegationFact | null | undefined;
  return fact?.setIn === "parent" ? fact.zone.apex : null;
}
