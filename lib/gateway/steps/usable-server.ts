import { placesOf } from "@/lib/gateway/ownership/withdrawal";
import { serves } from "@/lib/model/hosts";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import type { World } from "../world";

export interface Obstacle {
  note: string;
  remedy: string;
}

/** Why the Gateway's server has no use for a certificate of ours; null when it has. Found out before one is ordered. */
export function serverObstacle(target: SecuredHost): Obstacle | null {
  const { host, port, server } = target;
  if (!server)
    return {
      note: `The Gateway has no server on port ${port} for ${host}.`,
      remedy: `Add ${host} to the hosts of an HTTPS server on port ${port}, or move the Secured Host to a port it has.`,
    };
  const protocol = server.protocol.toUpperCase();
  if (protocol !== "HTTPS" && protocol !== "TLS")
    return {
      note: `The Gateway's server on port ${port} speaks ${server.protocol}, which carries no certificate.`,
      remedy: `Set the protocol of port ${port} to HTTPS.`,
    };
  if (server.tlsMode === "PASSTHROUGH" || server.tlsMode === "AUTO_PASSTHROUGH")
    return {
      note: `The Gateway passes TLS on port ${port} through; the certificate is the workload's own.`,
      remedy: `Set tls.mode of port ${port} to SIMPLE to end TLS at the Gateway.`,
    };
  if (server.tlsMode === "ISTIO_MUTUAL")
    return {
      note: `The Gateway's server on port ${port} uses the mesh's own certificates (ISTIO_MUTUAL).`,
      remedy: `Set tls.mode of port ${port} to SIMPLE to serve a public certificate.`,
    };
  if (server.hasOtherCertificate)
    return {
      note: `The Gateway's server on port ${port} takes its certificate from somewhere else than credentialName.`,
      remedy: `Remove serverCertificate, privateKey, tlsCertificates and credentialNames from the server on port ${port}.`,
    };
  if (!server.hosts.some((each) => serves(each, host)))
    return {
      note: `No server of the Gateway on port ${port} takes requests for ${host}; it takes ${server.hosts.join(", ")}.`,
      remedy: `Add ${host} to the hosts of the server, or add a server of its own for it.`,
    };
  if (target.serverTakenBy !== undefined)
    return {
      note: `The Gateway's server on port ${port} has one certificate, and it is for ${target.serverTakenBy}.`,
      remedy: `Give ${host} a server of its own on port ${port}, with its own hosts and credentialName.`,
    };
  return null;
}

/**
 * Why the Secret cannot be written where the ingress looks for it; null when it can. `serial` is that of the
 * certificate that we have for the host: a copy of it that somebody else made does no harm.
 */
export async function secretObstacle(
  target: SecuredHost,
  serial: string | null,
  world: World,
): Promise<Obstacle | null> {
  const { host, port } = target;
  for (const { namespace, name } of await placesOf(target, world)) {
    const standing = await world.cluster.tlsSecret(namespace, name);
    if (standing && standing.host !== host && (serial === null || standing.serial !== serial)) {
      const own = `set credentialName of the Gateway's server on port ${port} to ${credentialNameFor(host)}`;
      return standing.host === null
        ? {
            note: `The Secret ${namespace}/${name} stands already and is not Lamia's.`,
            remedy: `Delete it, or ${own}.`,
          }
        : {
            note: `The Secret ${namespace}/${name} holds the certificate of another Secured Host.`,
            remedy: `Name another Secret: ${own}.`,
          };
    }
  }
  return clientCaObstacle(target, world);
}

/** The same for the CA of client certificates, where the server asks for them. */
export async function clientCaObstacle(target: SecuredHost, world: World): Promise<Obstacle | null> {
  if (!wantsClientCertificates(target.server?.tlsMode)) return null;
  for (const { namespace, name } of await placesOf(target, world)) {
    const ca = await world.cluster.clientCa(target, namespace, name);
    if (ca.state === "missing") return { note: ca.note, remedy: ca.remedy };
  }
  return null;
}

export function wantsClientCertificates(tlsMode: string | null | undefined): boolean {
  return tlsMode === "MUTUAL" || tlsMode === "OPTIONAL_MUTUAL";
}
