import { serves } from "@/lib/model/hosts";
import type { GatewayObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import { serviceSelects } from "@/lib/model/labels";
import type { ServiceObject } from "@/lib/model/object";
import { parseSecuredHosts, securedHostsAnnotation } from "@/lib/model/secured-hosts";
import { securedHostByServer } from "../gateway/secured-servers";

export type Labels = Readonly<Record<string, string>>;

/** One version of an application: a Deployment, with the labels of its pods. */
export interface OnlineVersion {
  deployment: string;
  podLabels: Labels;
}

/** What you want to put online. */
export interface OnlineWish {
  namespace: string;
  app: string;
  host: string;
  /** The port of the pods, which may differ from that of the Service. */
  port: number;
  /** The versions that get requests, with their share in percent. */
  versions: readonly (OnlineVersion & { share: number })[];
  /** All versions of the application. */
  allVersions: readonly OnlineVersion[];
  /** The pod labels of other applications in the namespace, whose pods a Service must not select. */
  otherPods: readonly Labels[];
  /** The numbers of the pods' named ports. */
  portNames: Readonly<Record<string, number>>;
}

/** Labels with the name of an application, and labels with the name of a version. */
const appLabels = ["app", "app.kubernetes.io/name"];
const versionLabels = ["version", "app.kubernetes.io/version", "deployment"];
/** Added by a Deployment itself to each of its ReplicaSets. */
const ofReplicaSet = "pod-template-hash";

/** The labels with which a Service selects the pods of all versions; null if they have none in common. */
export function selectorOf(pods: readonly Labels[]): Record<string, string> | null {
  const [first = {}, ...others] = pods;
  const common = Object.entries(first).filter(
    ([key, value]) =>
      key !== ofReplicaSet && !versionLabels.includes(key) && others.every((labels) => labels[key] === value),
  );
  const naming = common.find(([key]) => appLabels.includes(key));
  const chosen = naming ? [naming] : common;
  return chosen.length > 0 ? Object.fromEntries(chosen) : null;
}

/** The label that only this version has; null if there is none. */
export function divisionOf(
  { deployment, podLabels }: OnlineVersion,
  all: readonly OnlineVersion[],
): Labels | null {
  const others = all.filter((other) => other.deployment !== deployment);
  const key = versionLabels.find(
    (each) =>
      podLabels[each] !== undefined && others.every((other) => other.podLabels[each] !== podLabels[each]),
  );
  return key === undefined ? null : { [key]: podLabels[key] ?? "" };
}

/** The Service that selects all versions and no other application, on a port that leads to theirs. */
export function serviceFor(
  { port, allVersions, otherPods, portNames }: OnlineWish,
  services: readonly ServiceObject[],
): { service: ServiceObject; port: number } | null {
  for (const service of services) {
    const { selector, ports = [], type } = service.spec ?? {};
    if (type === "ExternalName") continue;
    if (!allVersions.every(({ podLabels }) => serviceSelects(selector, podLabels))) continue;
    if (otherPods.some((labels) => serviceSelects(selector, labels))) continue;
    const found = ports.find(({ port: own, targetPort = own, protocol = "TCP" }) => {
      const target = typeof targetPort === "number" ? targetPort : portNames[targetPort];
      return protocol === "TCP" && target === port;
    });
    if (found) return { service, port: found.port };
  }
  return null;
}

/** The Gateway that terminates TLS for the host with a certificate, and accepts VirtualServices of its own namespace. */
export function servingGateway(
  host: string,
  namespace: string,
  gateways: readonly GatewayObject[],
): GatewayObject | null {
  return gateways.find((gateway) => servesHost(gateway, host, namespace)) ?? null;
}

function servesHost({ metadata, spec }: GatewayObject, host: string, namespace: string): boolean {
  const servers = spec?.servers ?? [];
  const entries = parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation]);
  const secured = securedHostByServer(servers, entries);
  return servers.some((server) => {
    const {
      mode = "SIMPLE",
      credentialName,
      credentialNames,
      serverCertificate,
      tlsCertificates,
    } = server.tls ?? {};
    if (server.port?.protocol?.toUpperCase() !== "HTTPS" || !endsTls.includes(mode)) return false;
    if (!server.hosts?.some((each) => serves(each, host) && admits(each, namespace))) return false;
    const own = secured.get(server);
    if (own !== undefined) return serves(own, host);
    return Boolean(credentialName ?? credentialNames ?? serverCertificate ?? tlsCertificates);
  });
}

/** Modes in which the ingress presents a certificate without requiring one. */
const endsTls = ["SIMPLE", "OPTIONAL_MUTUAL", "MUTUAL"];

/** Whether the server's host `[namespace/]dnsName` accepts VirtualServices of the namespace. */
function admits(serverHost: string, namespace: string): boolean {
  const [within] = serverHost.includes("/") ? serverHost.split("/") : ["*"];
  return within === "*" || within === "." || within === namespace;
}

export function usesGateway({ spec }: VirtualServiceObject, gateway: string, namespace: string): boolean {
  return spec?.gateways?.some((name) => name === gateway || name === `${namespace}/${gateway}`) ?? false;
}

/** A name like `wanted` that isn't taken, short enough for a DNS label: `shop`, then `shop-2`. */
export function freeName(wanted: string, taken: readonly { metadata: { name: string } }[]): string {
  const base = labelLike(wanted);
  const names = new Set(taken.map(({ metadata }) => metadata.name));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!names.has(name)) return name;
  }
}

/** Follows RFC 1035, like the names of Services: it starts with a letter. */
function labelLike(text: string): string {
  const letters = text.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  const begun = /^[a-z]/.test(letters) ? letters : `v${letters.replace(/^-+/, "")}`;
  return begun.slice(0, 56).replace(/-+$/, "");
}
