import { credentialsOf, isOwnCredential } from "../../gateway/credentials";
import type { GatewayObject } from "../../gateway/object";
import type { Check, FoundByCheck } from "../finding";
import { keyOf } from "../indexes";
import type { Mesh } from "../mesh";

type Found = Pick<FoundByCheck, "severity" | "message" | "remedy">;

/** A Gateway's certificate is in the namespace of the ingress pods, which is where Istio looks for it. */
export const credentialExists: Check<"Gateway"> = {
  id: "credential-exists",
  code: "IST0161",
  title: "A Gateway's certificate is missing or in the wrong namespace",
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) =>
      credentialsOf(server).flatMap(({ name, path }) =>
        mesh.ingressOf(gateway).namespaces.flatMap((namespace) => {
          const found = wrongWith(mesh, gateway, namespace, name);
          return found ? [{ ...found, path: ["spec", "servers", index, ...path] }] : [];
        }),
      ),
    ),
};

function wrongWith(mesh: Mesh, gateway: GatewayObject, namespace: string, name: string): Found | null {
  const secret = mesh.one("secrets", keyOf({ namespace, name }));
  if (secret && !secret.state) return null;
  if (isOwnCredential(gateway, name))
    return {
      severity: "info",
      message: `Secret ${namespace}/${name} is not there yet`,
      remedy: "Lamia writes it as soon as the certificate is issued; see the steps of the Gateway",
    };
  switch (secret?.state) {
    case "unreadable":
      return {
        severity: "info",
        message: `Secret ${namespace}/${name} could not be read, so it is not known whether it is there`,
        remedy: `Let Lamia get Secrets in ${namespace}, or make sure that this one is there`,
      };
    case "incomplete":
      return {
        severity: "error",
        message: `Secret ${namespace}/${name} has no certificate with its key`,
        remedy: "Put both into the Secret, as tls.crt and tls.key (type kubernetes.io/tls)",
      };
    default:
      return secret || !mesh.onlyOwnSecrets ? missing(mesh, namespace, name) : null;
  }
}

function missing(mesh: Mesh, namespace: string, name: string): Found {
  const elsewhere = mesh.one("secretsByName", name)?.namespace;
  return {
    severity: "error",
    message: elsewhere
      ? `Secret ${name} is in ${elsewhere}; Istio looks for it in ${namespace}, where the ingress pods are`
      : `There is no Secret ${name} in ${namespace}, where the ingress pods are`,
    remedy: elsewhere
      ? `Copy the Secret to ${namespace}`
      : "Create the Secret (type kubernetes.io/tls), or set a Secured Host to let Lamia get a certificate",
  };
}
