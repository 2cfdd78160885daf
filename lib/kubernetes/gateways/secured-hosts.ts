import { isRecord } from "@/lib/kubernetes/client/call";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { chosenProviderKey, chosenZoneKey, type DnsWish } from "@/lib/model/dns-choice";
import { isIpAddress } from "@/lib/model/dns-name";
import { gatewayAddressAnnotation } from "@/lib/model/gateway-address";
import { healthPathAnnotation, healthStatusAnnotation, type WrittenHealth } from "@/lib/model/health";
import { metadataPrefix } from "@/lib/model/metadata-keys";
import {
  type DnsRecords,
  dnsRecordsAnnotation,
  dnsRecordsChoices,
  type RecordHosts,
  recordHostsOf,
} from "@/lib/model/record-hosts";
import { readReplacedSecrets, replaceSecretsAnnotation } from "@/lib/model/replaced-secrets";
import {
  type CertificateScope,
  certificateScopeKey,
  certificateScopes,
  certificateShareKey,
  clientCaAnnotation,
  type GatewayServer,
  readSecuredHosts,
  readShares,
  type SecuredHost,
  securedHostsAnnotation,
  serverOf,
  shareAnnotation,
} from "@/lib/model/secured-hosts";

type Annotated = { metadata: { annotations?: Record<string, string> } };

const settingOf = (object: Annotated | null, key: string) =>
  object?.metadata.annotations?.[metadataPrefix + key];

/** `certificate_scope` of a Namespace or Gateway; null if there is none that is valid. */
export function certificateScopeOf(object: Annotated | null): CertificateScope | null {
  const written = settingOf(object, certificateScopeKey);
  return certificateScopes.find((each) => each === written) ?? null;
}

/**
 * What the Gateway's annotation asks for, in the written order; skips malformed parts. The Namespace has the certificate settings
 * for Gateways without settings of their own; leave it out where these don't matter.
 */
export function securedHostsOf(gateway: GatewayObject, namespace: Annotated | null = null): SecuredHost[] {
  const targets = eachSecuredHost(gateway);
  const certificateScope = certificateScopeOf(gateway) ?? certificateScopeOf(namespace) ?? "host";
  if (certificateScope === "host") return targets;
  const shared = settingOf(gateway, certificateShareKey) ?? settingOf(namespace, certificateShareKey);
  const certificateSharedWith = certificateScope === "zone" ? readShares(textOr(shared, undefined)) : [];
  return targets.map((target) => {
    // No other name can be proved in the same way as an IP address.
    if (isIpAddress(target.host)) return target;
    const onServer = targets.filter(
      ({ host, server }) => server !== null && server.index === target.server?.index && !isIpAddress(host),
    );
    const serverHosts = onServer.map(({ host }) => host);
    return {
      ...target,
      certificateScope,
      ...(certificateSharedWith.length > 0 ? { certificateSharedWith } : {}),
      ...(onServer.length > 0 ? { serverHosts } : {}),
    };
  });
}

/** `dns_records` of a Namespace or Gateway; null if there is none that is valid. */
export function dnsRecordsOf({ metadata }: Annotated): DnsRecords | null {
  const written = metadata.annotations?.[dnsRecordsAnnotation];
  return dnsRecordsChoices.find((each) => each === written) ?? null;
}

/** Whether the Gateway's metadata, or else those of its Namespace, ask for records of all hosts. */
export function recordsAllHosts(gateway: Annotated, holder: Annotated | null): boolean {
  return (dnsRecordsOf(gateway) ?? (holder && dnsRecordsOf(holder))) === "all";
}

/** Objects are never changed, and a cleanup asks every Gateway about its host: each is read once. */
const known = new WeakMap<GatewayObject, WeakMap<Annotated, readonly SecuredHost[]>>();
const noHolder: Annotated = { metadata: {} };

/** Everything that a Gateway in this Namespace asks a walk for: its Secured Hosts, and the hosts that get only records. */
export function walkedHostsOf(gateway: GatewayObject, holder: Annotated | null): readonly SecuredHost[] {
  const byHolder = known.get(gateway) ?? new WeakMap<Annotated, readonly SecuredHost[]>();
  known.set(gateway, byHolder);
  const kept = byHolder.get(holder ?? noHolder);
  if (kept) return kept;
  const hosts = readWalkedHosts(gateway, holder);
  byHolder.set(holder ?? noHolder, hosts);
  return hosts;
}

function readWalkedHosts(gateway: GatewayObject, holder: Annotated | null): SecuredHost[] {
  const targets = securedHostsOf(gateway, holder);
  if (!recordsAllHosts(gateway, holder)) return targets;
  const about = aboutGateway(gateway);
  const { hosts } = otherHostsOf(gateway, targets);
  return [...targets, ...hosts.map((each) => ({ ...about, ...each, recordsOnly: true as const }))];
}

/** The hosts of the Gateway's servers besides its Secured Hosts, and those of them that can't have a record. */
export function otherHostsOf(
  { spec }: GatewayObject,
  secured: readonly Pick<SecuredHost, "host">[],
): RecordHosts {
  const servers = Array.isArray(spec?.servers) ? spec.servers : [];
  const readable = servers.flatMap((server, index) => {
    const port = server?.port?.number;
    return typeof port === "number" ? [{ ...serverFacts(server, index), port }] : [];
  });
  return recordHostsOf(readable, secured);
}

/** What all hosts of a Gateway have in common. */
function aboutGateway({ metadata, spec }: GatewayObject) {
  const { creationTimestamp, annotations = {} } = metadata;
  const sharedWith = readShares(textOr(annotations[shareAnnotation], undefined));
  const gatewayAddress = textOr(annotations[gatewayAddressAnnotation], "").trim();
  const dnsWish = dnsWishOf(metadata.name, annotations);
  return {
    gateway: { namespace: metadata.namespace ?? "", name: metadata.name },
    selector: { ...spec?.selector },
    ...(creationTimestamp === undefined ? {} : { createdAt: creationTimestamp }),
    ...(sharedWith.length > 0 ? { sharedWith } : {}),
    ...(gatewayAddress ? { gatewayAddress } : {}),
    ...(dnsWish ? { dnsWish } : {}),
  };
}

function eachSecuredHost(object: GatewayObject): SecuredHost[] {
  const { metadata, spec } = object;
  const annotations = metadata.annotations ?? {};
  const about = aboutGateway(object);
  const { entries } = readSecuredHosts(annotations[securedHostsAnnotation]);
  const clientCa = textOr(annotations[clientCaAnnotation], "").trim();
  const replaced = readReplacedSecrets(annotations[replaceSecretsAnnotation]);
  const health = healthOf(annotations);
  const takenBy = new Map<number, string>();
  return entries.map(({ port, host }) => {
    const server = serverOn(port, host, spec);
    const replacesSecret = replaced.find((each) => each.port === port && each.host === host)?.secret;
    const first = server && takenBy.get(server.index);
    if (server && first === undefined) takenBy.set(server.index, host);
    return {
      ...about,
      host,
      port,
      server,
      ...(health ? { health } : {}),
      ...(clientCa ? { clientCa } : {}),
      ...(replacesSecret === undefined ? {} : { replacesSecret }),
      ...(first == null ? {} : { serverTakenBy: first }),
    };
  });
}

function dnsWishOf(gateway: string, annotations: Record<string, string>): DnsWish | null {
  const [provider, zone] = [chosenProviderKey, chosenZoneKey].map((key) =>
    textOr(annotations[metadataPrefix + key], "").trim(),
  );
  if (!provider && !zone) return null;
  return { gateway, ...(provider ? { provider } : {}), ...(zone ? { zone } : {}) };
}

function healthOf(annotations: Record<string, string>): WrittenHealth | null {
  const path = textOr(annotations[healthPathAnnotation], undefined);
  const status = textOr(annotations[healthStatusAnnotation], undefined);
  if (path === undefined && status === undefined) return null;
  return { ...(path === undefined ? {} : { path }), ...(status === undefined ? {} : { status }) };
}

/** Null if no server accepts the host, because another server's settings say nothing about it. */
function serverOn(port: number, host: string, spec: GatewayObject["spec"]): GatewayServer | null {
  const servers = Array.isArray(spec?.servers) ? spec.servers : [];
  const server = serverOf({ port, host }, servers);
  return server && serverFacts(server, servers.indexOf(server));
}

type Server = NonNullable<NonNullable<GatewayObject["spec"]>["servers"]>[number];

function serverFacts(server: Server, index: number): GatewayServer {
  return {
    index,
    protocol: textOr(server.port?.protocol, ""),
    hosts: hostsOf(server),
    tlsMode: textOr(server.tls?.mode, null),
    // Istio treats an empty string as unset.
    credentialName: textOr(server.tls?.credentialName, null) || null,
    ...(hasOtherCertificate(server.tls) ? { hasOtherCertificate: true as const } : {}),
  };
}

/** An API server may also hold objects that no schema has validated. */
function hostsOf({ hosts }: { hosts?: unknown }): string[] {
  return Array.isArray(hosts) ? hosts.filter((host) => typeof host === "string") : [];
}

function textOr<Else>(value: unknown, otherwise: Else): string | Else {
  return typeof value === "string" ? value : otherwise;
}

/** https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings: one source of certificates a server */
function hasOtherCertificate(tls: unknown): boolean {
  const others = ["serverCertificate", "privateKey", "tlsCertificates", "credentialNames"];
  return others.some((key) => {
    const value = isRecord(tls) ? tls[key] : undefined;
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
}
