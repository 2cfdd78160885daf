import { Failure } from "@/lib/gateway/failure";
import { type Call, isFailedTest } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { type GatewayObject, kinds } from "@/lib/kubernetes/objects/kinds";
import { applyResultOf } from "@/lib/kubernetes/objects/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import {
  formatReplacedSecrets,
  type ReplacedSecret,
  readReplacedSecrets,
  replacedSecretsAnnotation,
  replaceSecretsAnnotation,
  withoutHost,
} from "@/lib/model/replaced-secrets";
import {
  formatSecuredHosts,
  parseSecuredHosts,
  securedHostsAnnotation,
  serverOf,
} from "@/lib/model/secured-hosts";
import { texts } from "../texts";

interface Cluster {
  client: Pick<ClusterClient, "send">;
  cache: Pick<ClusterCache, "observe">;
}

type Annotations = Record<string, string | null>;

/**
 * Asks for the host, and says that its Secret takes the place of the server's. Only these two annotations change: the
 * server goes on with its Secret, and the walk does the rest. Throws `conflict` if the Gateway isn't as it was seen.
 */
export async function beginAdoption(
  cluster: Cluster,
  gateway: GatewayObject,
  entry: ReplacedSecret,
): Promise<void> {
  const { annotations = {}, resourceVersion } = gateway.metadata;
  const secured = parseSecuredHosts(annotations[securedHostsAnnotation]);
  const isSecured = secured.some(({ port, host }) => port === entry.port && host === entry.host);
  const { port, host } = entry;
  const replacing = withoutHost(readReplacedSecrets(annotations[replaceSecretsAnnotation]), entry);
  const changed: Annotations = {
    ...(isSecured ? {} : { [securedHostsAnnotation]: formatSecuredHosts([...secured, { port, host }]) }),
    [replaceSecretsAnnotation]: formatReplacedSecrets([...replacing, entry]),
  };
  await write(cluster, gateway, {
    patchType: "application/merge-patch+json",
    body: { metadata: { resourceVersion, annotations: changed } },
  });
}

/**
 * Has the server serve from the old Secret again, and no longer asks for the host, in one change. Throws `conflict` if
 * the Gateway isn't as it was seen.
 */
export async function endAdoption(
  cluster: Cluster,
  gateway: GatewayObject,
  entry: ReplacedSecret,
): Promise<void> {
  const { annotations = {}, resourceVersion } = gateway.metadata;
  const servers = gateway.spec?.servers ?? [];
  const server = serverOf(entry, servers);
  if (!server) throw changedMeanwhile(gateway);
  const left = parseSecuredHosts(annotations[securedHostsAnnotation]).filter(
    ({ port, host }) => port !== entry.port || host !== entry.host,
  );
  const without = (annotation: string) =>
    formatReplacedSecrets(withoutHost(readReplacedSecrets(annotations[annotation]), entry));
  const next: Annotations = {
    [securedHostsAnnotation]: left.length > 0 ? formatSecuredHosts(left) : null,
    [replaceSecretsAnnotation]: without(replaceSecretsAnnotation),
    [replacedSecretsAnnotation]: without(replacedSecretsAnnotation),
  };
  const at = `/spec/servers/${servers.indexOf(server)}`;
  await write(cluster, gateway, {
    patchType: "application/json-patch+json",
    body: [
      { op: "test", path: `${at}/port/number`, value: entry.port },
      { op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
      { op: "add", path: `${at}/tls/credentialName`, value: entry.secret },
      ...Object.entries(next).flatMap(([annotation, value]) => {
        const path = `/metadata/annotations/${annotation.replace("/", "~1")}`;
        if (value !== null) return [{ op: "add", path, value }];
        return annotations[annotation] === undefined ? [] : [{ op: "remove", path }];
      }),
    ],
  });
}

async function write(
  { client, cache }: Cluster,
  gateway: GatewayObject,
  patch: Required<Pick<Call, "patchType" | "body">>,
): Promise<void> {
  const { namespace, name } = gateway.metadata;
  const call: Call = {
    verb: "patch",
    resource: kinds.Gateway,
    namespace,
    name,
    query: { fieldManager },
    ...patch,
  };
  const reply = await client.send(call);
  if (reply.status === 409 || reply.status === 404 || isFailedTest(reply)) throw changedMeanwhile(gateway);
  const result = applyResultOf<GatewayObject>(call, reply);
  if (result.ok) return cache.observe(result.object);
  const reason = result.reason === "invalid" ? (result.errors[0]?.message ?? "") : "";
  throw new Failure("rejected", texts.gatewayRefused({ namespace: namespace ?? "", name, reason }));
}

function changedMeanwhile({ metadata: { namespace = "", name } }: GatewayObject): Failure {
  return new Failure("conflict", texts.gatewayChangedMeanwhile({ namespace, name }));
}
