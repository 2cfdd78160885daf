import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import { dnsPart, hostCovers, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";
import { parseSecuredHosts, securedHostsAnnotation, serverOf } from "@/lib/model/secured-hosts";

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
 * Browsers reuse a connection for all names of its certificate, and would reach the wrong Gateway. That takes the same ingress,
 * because they do so only for the same address. Where Lamia keeps a certificate that Gateways share, the ingress answers
 * misdirected requests with 421, unless the other Gateway has a wildcard that takes them.
 */
export const sharedCertificate: Check<"Gateway"> = {
  id: "shared-certificate",
  code: "IST0138",
  title: texts.sharedCertificate,
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) =>
      credentialsOf(server).flatMap(({ name, path }) => {
        const own = { gateway, server };
        const users = mesh
          .ingressOf(gateway)
          .namespaces.map((namespace) => usersOf(mesh, namespace, name))
          .flatMap(({ all, suspects }) => (isSuspect(own) ? all : suspects))
          .filter((user) => user.gateway !== gateway && isTrap(own, user, mesh));
        const others = [...new Set(users.map((user) => user.gateway))];
        if (others.length === 0) return [];
        // Nobody learns the names of another virtual cluster.
        const known = others.filter(
          ({ metadata: { namespace } }) => namespace === gateway.metadata.namespace,
        );
        const named = known.slice(0, 3).map(({ metadata }) => keyOf(metadata));
        const shown = { gateways: named.join(", "), more: others.length - named.length };
        return [
          {
            severity: "warning",
            path: ["spec", "servers", index, ...path],
            message: named.length > 0 ? texts.alsoUsedBy(shown) : texts.alsoUsedElsewhere(shown),
            remedy: texts.oneGatewayOfCertificate,
          },
        ];
      }),
    ),
};

interface User {
  gateway: GatewayObject;
  server: GatewayServer;
}

interface Users {
  all: readonly User[];
  /** Those of which a trap may consist, with each other or with any other: of a thousand servers, none as a rule. */
  suspects: readonly User[];
}

/** The servers that use the certificate of a Secret, from this Secret or from a copy. */
function usersOf(mesh: Mesh, namespace: string, name: string): Users {
  const serial = mesh.one("secrets", keyOf({ namespace, name }))?.certificate?.serial;
  return mesh.once(`users ${serial ?? `${namespace}/${name}`}`, () => {
    const copies = serial ? mesh.find("secretsBySerial", serial) : [{ namespace, name }];
    const all = copies.flatMap((copy) =>
      [...new Set(mesh.find("gatewaysByCredential", copy.name))]
        .filter((gateway) => mesh.ingressOf(gateway).namespaces.includes(copy.namespace))
        .flatMap((gateway) =>
          (gateway.spec.servers ?? [])
            .filter((server) => credentialsOf(server).some((each) => each.name === copy.name))
            .map((server) => ({ gateway, server })),
        ),
    );
    return { all, suspects: all.filter(isSuspect) };
  });
}

/** Two servers that aren't form no trap: Lamia keeps their certificate, and without a wildcard neither takes hosts of the other. */
function isSuspect(user: User): boolean {
  return hostsOf(user).some((host) => host.startsWith("*")) || !isKeptByLamia(user);
}

function hostsOf({ server: { hosts = [] } }: User): string[] {
  return hosts.map((host) => sameName(dnsPart(host)));
}

/** Whether a browser that is connected to one of the servers may ask it for a host of the other one. */
function isTrap(one: User, other: User, mesh: Mesh): boolean {
  const [mine, theirs] = [one, other].map(({ gateway }) => mesh.ingressOf(gateway).workloads);
  if (!mine?.some((workload) => theirs?.includes(workload))) return false;
  if (!isKeptByLamia(one) || !isKeptByLamia(other)) return true;
  const takes = (taker: User, from: User) =>
    hostsOf(taker).some((pattern) =>
      hostsOf(from).some((host) => pattern !== host && hostCovers(pattern, host)),
    );
  return takes(one, other) || takes(other, one);
}

/** Whether Lamia publishes the certificate of the server, for a Secured Host. */
function isKeptByLamia({ gateway: { metadata, spec }, server }: User): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation]).some(
    (each) => serverOf(each, spec.servers ?? []) === server,
  );
}
