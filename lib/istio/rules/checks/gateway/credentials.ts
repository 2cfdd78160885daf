import type { GatewayObject } from "@/lib/istio/gateway/object";
import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";

type Found = Pick<FoundByCheck, "code" | "severity" | "message" | "remedy">;

/** Istio's code for whatever is named and not there. */
const notThere = "IST0101";

/**
 * A Gateway's certificate is in the namespace of the ingress pods, which is where Istio looks for it, and can be used.
 * Istio names one that is missing IST0101, and one that is no good IST0161.
 */
export const credentialExists: Check<"Gateway"> = {
  id: "credential-exists",
  code: "IST0161",
  title: "A Gateway's certificate that cannot be used",
  also: { IST0101: "A reference to something that is not there" },
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
  const place = `Secret ${namespace}/${name}`;
  if (secret && !secret.state) return null;
  if (
    isOwnCredential(gateway, name) &&
    (!secret || secret.state === "absent" || secret.state === "incomplete")
  )
    return {
      code: notThere,
      severity: "info",
      message: `${place} is not there yet; until it is, the ingress may hold back the whole port for about 15 seconds`,
      remedy: "Lamia writes it as soon as the certificate is issued; see the steps of the Gateway",
    };
  switch (secret?.state) {
    case "unreadable":
      return {
        code: notThere,
        severity: "info",
        message: `${place} could not be read, so it is not known whether it is there`,
        remedy: `Let Lamia get Secrets in ${namespace}, or make sure that this one is there`,
      };
    case "incomplete":
      return {
        severity: "error",
        message: `${place} has no certificate with its key`,
        remedy: "Put both into the Secret, as tls.crt and tls.key (type kubernetes.io/tls)",
      };
    case "unusable":
      return {
        severity: "error",
        message: `${place} holds no certificate that can be read, so Envoy rejects it, and with it new certificates of other Gateways`,
        remedy: "Put a PEM certificate into tls.crt and its key into tls.key",
      };
    case "mismatched":
      return {
        severity: "error",
        message: `The key in ${place} does not belong to its certificate, so Envoy rejects it, and with it new certificates of other Gateways`,
        remedy: "Replace tls.crt and tls.key by a pair that belongs together",
      };
    case "expired":
      return {
        severity: "error",
        message: `The certificate in ${place} is not valid today, so clients refuse it`,
        remedy: "Renew it, or set a Secured Host to let Lamia get a certificate",
      };
    default:
      return secret || !mesh.onlyOwnSecrets ? missing(mesh, namespace, name) : null;
  }
}

function missing(mesh: Mesh, namespace: string, name: string): Found {
  const elsewhere = mesh.one("secretsByName", name)?.namespace;
  return {
    code: notThere,
    severity: "error",
    message: elsewhere
      ? `Secret ${name} is in ${elsewhere}; Istio looks for it in ${namespace}, where the ingress pods are`
      : `There is no Secret ${name} in ${namespace}, where the ingress pods are`,
    remedy: elsewhere
      ? `Copy the Secret to ${namespace}`
      : "Create the Secret (type kubernetes.io/tls), or set a Secured Host to let Lamia get a certificate",
  };
}

/**
 * A certificate serves one Gateway: browsers reuse a connection for all its names and meet the wrong Gateway.
 */
export const sharedCertificate: Check<"Gateway"> = {
  id: "shared-certificate",
  code: "IST0138",
  title: "One certificate in two Gateways",
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) =>
      credentialsOf(server).flatMap(({ name, path }) => {
        const users = mesh
          .ingressOf(gateway)
          .namespaces.map((namespace) => usersOf(mesh, namespace, name))
          .find(({ length }) => length > 1);
        if (!users) return [];
        const others: string[] = [];
        for (const other of users) {
          if (other !== gateway) others.push(keyOf(other.metadata));
          if (others.length === 3) break;
        }
        const more = users.length > 4 ? ` and ${users.length - 4} more` : "";
        return [
          {
            severity: "warning",
            path: ["spec", "servers", index, ...path],
            message:
              `The certificate is also used by Gateway ${others.join(", ")}${more}; ` +
              "browsers that reuse an HTTP/2 connection may get 404",
            remedy: "Serve all hosts of the certificate by one Gateway, or use a certificate for each",
          },
        ];
      }),
    ),
};

/** The Gateways that serve the certificate of a Secret, from this Secret or from a copy of it. */
function usersOf(mesh: Mesh, namespace: string, name: string): readonly GatewayObject[] {
  return mesh.once(`users ${namespace}/${name}`, () => {
    const serial = mesh.one("secrets", keyOf({ namespace, name }))?.certificate?.serial;
    const copies = serial ? mesh.find("secretsBySerial", serial) : [{ namespace, name }];
    const users = copies.flatMap((copy) =>
      mesh
        .find("gatewaysByCredential", copy.name)
        .filter((gateway) => mesh.ingressOf(gateway).namespaces.includes(copy.namespace)),
    );
    return [...new Set(users)];
  });
}
