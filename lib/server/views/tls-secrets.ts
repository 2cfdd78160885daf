import type { SecretUse, TlsSecretView } from "@/lib/api/tls-secret";
import { credentialsOf, isOwnCredential, securedHostByServer } from "@/lib/istio/gateway/secured-servers";
import { isCertified } from "@/lib/istio/rules/checks/gateway/certificates";
import type { Mesh as Lookups } from "@/lib/istio/rules/mesh/mesh";
import type { SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import { hostOf } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { dnsPart } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";
import {
  readReplacedSecrets,
  replacedSecretsAnnotation,
  replaceSecretsAnnotation,
} from "@/lib/model/replaced-secrets";
import { hostProblem, parseSecuredHosts, securedHostsAnnotation, serverOf } from "@/lib/model/secured-hosts";
import type { Mesh } from "@/lib/server/mesh/mesh";

interface Parts {
  mesh: Pick<Mesh, "snapshot" | "lookups">;
  cache: Pick<ClusterCache, "get">;
}

interface Kept {
  of: unknown;
  secrets: readonly TlsSecretView[];
}

const known = new WeakMap<Parts["mesh"], Kept>();

/**
 * The TLS Secrets that Gateways name, in the namespaces where Istio looks for them, and that Lamia hasn't written: also
 * those that aren't there, and those that Lamia's have replaced. The same array until the mesh changes.
 */
export function foreignSecrets({ mesh, cache }: Parts): readonly TlsSecretView[] {
  const lookups = mesh.lookups();
  const snapshot = mesh.snapshot();
  const kept = known.get(mesh);
  if (kept?.of === snapshot) return kept.secrets;
  const found = new Map<string, { view: TlsSecretView; names: readonly string[] }>();
  for (const gateway of snapshot.gateways)
    for (const { secret, use } of secretsOf(gateway)) {
      for (const namespace of lookups.ingressOf(wellFormed("gateways", gateway)).namespaces) {
        const place = `${namespace}/${secret}`;
        if (isOurs(cache, namespace, secret)) continue;
        const entry = found.get(place) ?? entryOf(lookups, namespace, secret);
        const isComing =
          entry.view.state === "absent" && use.use === "serves" && hasSecuredHost(gateway, use);
        if (isComing) continue;
        const uncovered =
          entry.names.length === 0
            ? []
            : use.hosts.filter((host) => !dnsPart(host).includes("*") && !isCertified(entry.names, host));
        entry.view.uses.push({ ...use, uncovered });
        found.set(place, entry);
      }
    }
  const secrets = [...found.values()].map(({ view }) => view);
  known.set(mesh, { of: snapshot, secrets });
  return secrets;
}

/** Lamia's own are marked as such, wherever a Gateway names them. */
function isOurs(cache: Parts["cache"], namespace: string, name: string): boolean {
  const watched = cache.get("Secret", namespace, name);
  return watched !== null && watched !== undefined && hostOf(watched) !== null;
}

function entryOf(lookups: Lookups, namespace: string, name: string) {
  const summary = lookups.one("secrets", `${namespace}/${name}`);
  const view: TlsSecretView = {
    namespace,
    name,
    state: stateOf(summary),
    certificate: certificateOf(summary),
    certManager: summary?.certManager ?? null,
    uses: [],
  };
  return { view, names: view.certificate?.names ?? [] };
}

function stateOf(summary: SecretSummary | undefined): TlsSecretView["state"] {
  if (!summary) return "unknown";
  return summary.state ?? (summary.certificate?.daysLeft === undefined ? "usable" : "near-end");
}

function certificateOf(summary: SecretSummary | undefined): TlsSecretView["certificate"] {
  const { names, issuer, serial, notBefore, notAfter, keyType, lacksIntermediate } =
    summary?.certificate ?? {};
  if (!names || !notBefore || !notAfter) return null;
  return {
    names,
    issuer: issuer ?? "",
    serial: serial ?? "",
    notBefore,
    notAfter,
    keyType: keyType ?? null,
    incompleteChain: lacksIntermediate === true,
  };
}

type Use = Omit<SecretUse, "uncovered">;

/** The Secrets of others that a Gateway names, or named until Lamia replaced them. */
export function secretsOf(gateway: GatewayObject): { secret: string; use: Use }[] {
  const sound = wellFormed("gateways", gateway);
  const { spec, metadata } = sound;
  const servers = spec.servers ?? [];
  const entriesOf = (annotation: string) => readReplacedSecrets(metadata.annotations?.[annotation]);
  const replacing = entriesOf(replaceSecretsAnnotation);
  const usedBy = (server: GatewayServer, use: SecretUse["use"], host: string | null) => ({
    virtualCluster: metadata.namespace ?? "",
    gateway: metadata.name,
    port: server.port.number,
    hosts: [...server.hosts],
    use,
    host,
  });
  const named = servers.flatMap((server) =>
    credentialsOf(server).flatMap(({ name }) => {
      if (isOwnCredential(sound, name)) return [];
      const host = adoptableHost(sound, server);
      const isReplacing = replacing.some(
        (entry) => entry.secret === name && entry.host === host && entry.port === server.port.number,
      );
      return [{ secret: name, use: usedBy(server, isReplacing ? "replacing" : "serves", host) }];
    }),
  );
  const before = entriesOf(replacedSecretsAnnotation).flatMap(({ port, host, secret }) => {
    const server = serverOf({ port, host }, servers);
    // Somebody has gone back already.
    if (!server || credentialsOf(server).some(({ name }) => name === secret)) return [];
    return [{ secret, use: usedBy(server, "replaced", host) }];
  });
  return [...named, ...before];
}

/** Its Secured Host, or the first of its hosts that could be one. */
export function adoptableHost({ spec, metadata }: GatewayObject, server: GatewayServer): string | null {
  const entries = parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation]);
  const secured = securedHostByServer(spec.servers ?? [], entries).get(server);
  if (secured !== undefined) return secured;
  return server.hosts.map((host) => dnsPart(host).toLowerCase()).find((host) => !hostProblem(host)) ?? null;
}

function hasSecuredHost({ metadata }: GatewayObject, { port, host }: Use): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation]).some(
    (entry) => entry.port === port && entry.host === host,
  );
}
