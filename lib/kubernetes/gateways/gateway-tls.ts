import { Failure } from "@/lib/gateway/failure";
import type { ClientCa, Place } from "@/lib/gateway/world";
import { type Call, isFailedTest } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { type GatewayObject, kinds } from "@/lib/kubernetes/objects/kinds";
import { applyResultOf } from "@/lib/kubernetes/objects/objects";
import { decoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager } from "@/lib/kubernetes/ownership";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import {
  formatReplacedSecrets,
  readReplacedSecrets,
  replacedSecretsAnnotation,
  replaceSecretsAnnotation,
  withoutHost,
} from "@/lib/model/replaced-secrets";
import { clientCaAnnotation, type SecuredHost } from "@/lib/model/secured-hosts";
import { texts } from "../texts";

interface Cluster {
  client: Pick<ClusterClient, "send">;
  cache: Pick<ClusterCache, "get" | "observe">;
}

type JsonPatch = (
  | { op: "add" | "test" | "replace"; path: string; value: unknown }
  | { op: "remove"; path: string }
)[];

/**
 * Writes two fields of one server. For server-side apply, `spec.servers` is an atomic list, so an apply would take
 * the whole list from its owner. A JSON patch changes only these two fields. It applies only to the version that we
 * read. If the server had the Secret of somebody else, the same write notes it as replaced.
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
          // If somebody requires client certificates, they stay required.
          ...(isMutual(server.tls.mode)
            ? []
            : [{ op: "add", path: `${tls}/mode`, value: "SIMPLE" } as const]),
          { op: "add", path: `${tls}/credentialName`, value: credentialName },
        ] as const)
      : ([{ op: "add", path: tls, value: { mode: "SIMPLE", credentialName } }] as const)),
    ...noteReplaced(gateway, target),
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
  throw new Failure("rejected", texts.credentialRefused({ credentialName, namespace, name, reason: why }), {
    remedy: texts.removeCertificates({ port: target.port }),
  });
}

/** Moves the entry of the host from the Secrets to replace to those that have been. */
function noteReplaced({ metadata }: GatewayObject, target: SecuredHost): JsonPatch {
  const { port, host, replacesSecret: secret } = target;
  if (secret === undefined || target.server?.credentialName !== secret) return [];
  const entriesOf = (annotation: string) => readReplacedSecrets(metadata.annotations?.[annotation]);
  const pathOf = (annotation: string) => `/metadata/annotations/${annotation.replace("/", "~1")}`;
  const left = formatReplacedSecrets(withoutHost(entriesOf(replaceSecretsAnnotation), target));
  const replaced = [...withoutHost(entriesOf(replacedSecretsAnnotation), target), { port, host, secret }];
  return [
    left === null
      ? { op: "remove", path: pathOf(replaceSecretsAnnotation) }
      : { op: "replace", path: pathOf(replaceSecretsAnnotation), value: left },
    { op: "add", path: pathOf(replacedSecretsAnnotation), value: formatReplacedSecrets(replaced) },
  ];
}

function isMutual(mode: string | undefined): boolean {
  return mode === "MUTUAL" || mode === "OPTIONAL_MUTUAL";
}

function moved({ gateway, port }: SecuredHost): Failure {
  return new Failure(
    "conflict",
    texts.gatewayChanged({ namespace: gateway.namespace, name: gateway.name, port }),
  );
}

/** Istio takes either key: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
const caKeys = ["ca.crt", "cacert"];

/** https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings, `credentialName` */
const crlKey = "ca.crl";

/**
 * The CA that a server in mode MUTUAL verifies clients with: the one that the Gateway's annotation names, otherwise
 * the one that Istio itself finds in `<credentialName>-cacert`, otherwise the one in the existing TLS Secret. None
 * of these are watched, so they are read when needed. When Lamia's Secret replaces another, the CA is that of the other, unless
 * it comes with a revocation list: then you have to put both where Istio finds them.
 */
export async function findClientCa(
  client: Pick<ClusterClient, "find">,
  target: SecuredHost,
  { namespace, name }: Place,
): Promise<ClientCa> {
  const whole = (place: Place) => client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, ...place });
  const read = (place: Place) => whole(place).then(caOf);
  const olds = target.replacesSecret ? [`${target.replacesSecret}-cacert`, target.replacesSecret] : [];
  /** Lamia's Secret has no place for a revocation list, and without it revoked clients would get in. */
  const revocationList = async (): Promise<ClientCa | null> => {
    for (const old of olds)
      if ((await whole({ namespace, name: old }))?.data?.[crlKey])
        return {
          state: "missing",
          note: texts.revocationList({ secret: `${namespace}/${old}` }),
          remedy: texts.keepRevocationList({ namespace, old, name: `${name}-cacert` }),
        };
    return null;
  };
  const { gateway, clientCa, port } = target;
  if (clientCa !== undefined) {
    const pem = await read({ namespace: gateway.namespace, name: clientCa });
    if (pem !== null) return (await revocationList()) ?? { state: "found", pem };
    const place = `${gateway.namespace}/${clientCa}`;
    return {
      state: "missing",
      note: texts.noClientCa({ secret: place }),
      remedy: texts.createClientCa({ namespace: gateway.namespace, name: clientCa }),
    };
  }
  if ((await read({ namespace, name: `${name}-cacert` })) !== null) return { state: "found", pem: null };
  const listed = await revocationList();
  if (listed) return listed;
  const current = await read({ namespace, name });
  if (current !== null) return { state: "found", pem: current };
  for (const old of olds) {
    const pem = await read({ namespace, name: old });
    if (pem !== null) return { state: "found", pem };
  }
  return {
    state: "missing",
    note: texts.unnamedClientCa({ port }),
    remedy: texts.nameClientCa({ namespace: gateway.namespace, annotation: clientCaAnnotation }),
  };
}

function caOf(secret: WholeSecret | null): string | null {
  for (const key of caKeys) {
    const value = secret?.data?.[key];
    const pem = value === undefined ? null : decoded(value);
    if (pem !== null && certificateInfo(pem) !== null) return pem;
  }
  return null;
}
