import { Failure } from "@/lib/gateway/failure";
import type { Call } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { isFailedTest } from "@/lib/kubernetes/client/reply";
import { type GatewayObject, kinds } from "@/lib/kubernetes/objects/kinds";
import { applyResultOf } from "@/lib/kubernetes/objects/write-result";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { SecuredHost } from "@/lib/model/secured-hosts";

interface Cluster {
  client: Pick<ClusterClient, "send">;
  cache: Pick<ClusterCache, "get" | "observe">;
}

type JsonPatch = { op: "add" | "test" | "replace"; path: string; value: unknown }[];

/**
 * Writes two fields of one server. `spec.servers` is an atomic list for server-side apply, which would take
 * the whole list from its owner; a JSON patch touches these two only. It is bound to the version that we
 * looked at.
 */
export async function nameCredential(
  { client, cache }: Cluster,
  target: SecuredHost,
  credentialName: string,
): Promise<void> {
  const { namespace, name } = target.gateway;
  const gateway = cache.get("Gateway", namespace, name);
  const index = target.server?.index ?? -1;
  const server = gateway?.spec?.servers?.[index];
  const version = gateway?.metadata.resourceVersion;
  if (!gateway || !server || server.port.number !== target.port || version === undefined) throw moved(target);
  const tls = `/spec/servers/${index}/tls`;
  const patch: JsonPatch = [
    { op: "test", path: `/spec/servers/${index}/port/number`, value: target.port },
    { op: "replace", path: "/metadata/resourceVersion", value: version },
    ...(server.tls
      ? ([
          // Client certificates that somebody asked for stay asked for.
          ...(isMutual(server.tls.mode)
            ? []
            : [{ op: "add", path: `${tls}/mode`, value: "SIMPLE" } as const]),
          { op: "add", path: `${tls}/credentialName`, value: credentialName },
        ] as const)
      : ([{ op: "add", path: tls, value: { mode: "SIMPLE", credentialName } }] as const)),
  ];
  const call: Call = {
    verb: "patch",
    resource: kinds.Gateway,
    namespace,
    name,
    query: { fieldManager },
    patchType: "application/json-patch+json",
    body: patch,
  };
  const reply = await client.send(call);
  if (reply.status === 409 || reply.status === 404 || isFailedTest(reply)) throw moved(target);
  const result = applyResultOf<GatewayObject>(call, reply);
  if (result.ok) return cache.observe(result.object);
  const why = result.reason === "invalid" ? (result.errors[0]?.message ?? "") : "";
  throw new Failure("rejected", `Gateway ${namespace}/${name} cannot name ${credentialName}: ${why}`, {
    remedy: `Take serverCertificate and credentialNames out of the server on port ${target.port}.`,
  });
}

function isMutual(mode: string | undefined): boolean {
  return mode === "MUTUAL" || mode === "OPTIONAL_MUTUAL";
}

function moved({ gateway, port }: SecuredHost): Failure {
  return new Failure(
    "conflict",
    `Gateway ${gateway.namespace}/${gateway.name} changed while its port ${port} was to be written.`,
  );
}
