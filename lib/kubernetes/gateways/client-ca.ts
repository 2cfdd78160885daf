import type { ClientCa, Place } from "@/lib/gateway/world";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";
import { clientCaAnnotation, type SecuredHost } from "@/lib/model/secured-hosts";

/** Istio takes either key: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
const caKeys = ["ca.crt", "cacert"];

/**
 * The CA that a server of mode MUTUAL checks its clients against: what the Gateway's annotation names, else what Istio
 * finds by itself in `<credentialName>-cacert`, else what stands in the TLS Secret already. None of it is watched, so it
 * is read when it is needed.
 */
export async function findClientCa(
  client: Pick<ClusterClient, "find">,
  target: SecuredHost,
  { namespace, name }: Place,
): Promise<ClientCa> {
  const read = (place: Place) =>
    client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, ...place }).then(caOf);
  const { gateway, clientCa, port } = target;
  if (clientCa !== undefined) {
    const pem = await read({ namespace: gateway.namespace, name: clientCa });
    if (pem !== null) return { state: "found", pem };
    const place = `${gateway.namespace}/${clientCa}`;
    return {
      state: "missing",
      note: `The Secret ${place}, which is to hold the CA of client certificates, has no certificate in its key ca.crt.`,
      remedy: `Create it: kubectl -n ${gateway.namespace} create secret generic ${clientCa} --from-file=ca.crt=CLIENT-CA.pem`,
    };
  }
  if ((await read({ namespace, name: `${name}-cacert` })) !== null) return { state: "found", pem: null };
  const standing = await read({ namespace, name });
  if (standing !== null) return { state: "found", pem: standing };
  return {
    state: "missing",
    note: `The Gateway's server on port ${port} asks for client certificates, and nothing says which CA they are to be from.`,
    remedy: `Put the CA's certificate into a Secret of ${gateway.namespace} under the key ca.crt, and name that Secret in the Gateway's annotation ${clientCaAnnotation}. Or set tls.mode to SIMPLE.`,
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
