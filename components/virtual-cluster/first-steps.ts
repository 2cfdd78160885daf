import type { GatewayView } from "@/lib/api/gateway";
import { virtualClusterPath } from "./paths";

export interface FirstStep {
  id: string;
  title: string;
  /** Why it is needed, or how far it is. */
  text: string;
  done: boolean;
  /** Where it is done. */
  href: string;
  action: string;
}

/** What is there already in a virtual cluster. */
export interface Beginnings {
  virtualCluster: string;
  /** Title of the DNS provider; null while none is configured. */
  provider: string | null;
  services: number;
  virtualServices: number;
  gateways: readonly Pick<GatewayView, "name" | "securedHosts">[];
}

/** The way from an empty namespace to a site that answers by HTTPS, in its order, each step done or not. */
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
  return [
    {
      id: "metadata",
      title: `Give ${virtualCluster} a DNS provider`,
      text: provider
        ? `${provider} is configured.`
        : "The project and the service account's key with which zones and records are written.",
      done: provider !== null,
      href: page("metadata"),
      action: "Edit metadata",
    },
    {
      id: "online",
      title: "Put a service online",
      text: "Choose an application and a host. Lamia creates everything between them, in one step.",
      done: services > 0 && secured !== undefined && virtualServices > 0,
      href: page("online"),
      action: "Put a service online",
    },
    {
      id: "name-servers",
      title: "Set the name servers at your registrar",
      text: delegated
        ? "The domain is delegated to the zone's name servers."
        : known
          ? `Once a domain: ${known.nameServers.join(", ")}`
          : "Once a domain. They are shown as soon as the gateway's zone is there.",
      done: delegated,
      href: secured ? page(`gateways/${encodeURIComponent((known ?? secured).name)}`) : page("gateways"),
      action: "Show the name servers",
    },
    {
      id: "open",
      title: "Open the site",
      text: open
        ? `${open.host} answers.`
        : (answer?.remedy ??
          answer?.note ??
          "Lamia asks for the site until it answers, and shows what is missing."),
      done: open !== undefined,
      href: secured
        ? page(`gateways/${encodeURIComponent((open ?? hosts[0] ?? secured).name)}`)
        : page("gateways"),
      action: "Show the gateway",
    },
  ];
}
