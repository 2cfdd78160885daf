import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import type { GatewayObject } from "@/lib/model/istio-objects";

type Found = Pick<FoundByCheck, "code" | "severity" | "message" | "remedy">;

/** Istio's code for a reference to something that doesn't exist. */
const notThere = "IST0101";

/**
 * A Gateway's certificate is in the namespace of the ingress pods, where Istio looks for it, and can be used. Istio reports a
 * missing one as IST0101, and an unusable one as IST0161.
 */
export const credentialExists: Check<"Gateway"> = {
  id: "credential-exists",
  code: "IST0161",
  title: texts.credentialUnusable,
  also: { IST0101: texts.missingReference },
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
  const secretName = keyOf({ namespace, name });
  if (secret && !secret.state) return null;
  if (
    isOwnCredential(gateway, name) &&
    (!secret || secret.state === "absent" || secret.state === "incomplete")
  )
    return {
      code: notThere,
      severity: "info",
      message: texts.ownSecretMissing({ name: secretName }),
      remedy: texts.ownSecretComes,
    };
  switch (secret?.state) {
    case "unreadable":
      return {
        code: notThere,
        severity: "info",
        message: texts.secretUnknown({ name: secretName }),
        remedy: texts.allowSecrets({ namespace }),
      };
    case "incomplete":
      return {
        severity: "error",
        message: texts.secretIncomplete({ name: secretName }),
        remedy: texts.completeSecret,
      };
    case "unusable":
      return {
        severity: "error",
        message: texts.secretUnusable({ name: secretName }),
        remedy: texts.correctPem,
      };
    case "mismatched":
      return {
        severity: "error",
        message: texts.keyMismatch({ name: secretName }),
        remedy: texts.replacePair,
      };
    case "expired":
      return {
        severity: "error",
        message: texts.certificateExpired({ name: secretName }),
        remedy: texts.renewCertificate,
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
      ? texts.secretElsewhere({ name, elsewhere, namespace })
      : texts.secretMissing({ name, namespace }),
    remedy: elsewhere ? texts.copySecret({ namespace }) : texts.createSecret,
  };
}

/**
 * A certificate belongs to one Gateway: browsers reuse a connection for all of its names, and would reach the wrong Gateway.
 */
export const sharedCertificate: Check<"Gateway"> = {
  id: "shared-certificate",
  code: "IST0138",
  title: texts.sharedCertificate,
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
        return [
          {
            severity: "warning",
            path: ["spec", "servers", index, ...path],
            message: texts.alsoUsedBy({
              gateways: others.join(", "),
              more: users.length - 1 - others.length,
            }),
            remedy: texts.oneGatewayOfCertificate,
          },
        ];
      }),
    ),
};

/** The Gateways that use the certificate of a Secret, from this Secret or from a copy. */
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
