import { certificateIdOf, covers, isCompanion } from "@/lib/gateway/certificate/certificate-id";
import { placesOf } from "@/lib/gateway/ownership/withdrawal";
import { texts } from "@/lib/gateway/texts";
import { isIpAddress } from "@/lib/model/dns-name";
import { dnsPart, sameName } from "@/lib/model/hosts";
import { accepts, credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import type { World } from "../world";

export interface Obstacle {
  note: string;
  remedy: string;
}

/**
 * Why the Gateway's server can't use a certificate of ours, for these names; null if it can. Checked before an order, with the
 * names that it would be for.
 */
export function serverObstacle(
  target: SecuredHost,
  registrableDomain: World["registrableDomain"],
  names: readonly string[] = namesFor(target, registrableDomain),
): Obstacle | null {
  const { host, port, server } = target;
  if (!server)
    return {
      note: texts.noServer({ port, host }),
      remedy: isIpAddress(host)
        ? texts.noServerForAddressRemedy({ port })
        : texts.noServerRemedy({ host, port }),
    };
  const protocol = server.protocol.toUpperCase();
  if (protocol !== "HTTPS" && protocol !== "TLS")
    return {
      note: texts.plainProtocol({ port, protocol: server.protocol }),
      remedy: texts.plainProtocolRemedy({ port }),
    };
  if (server.tlsMode === "PASSTHROUGH" || server.tlsMode === "AUTO_PASSTHROUGH")
    return {
      note: texts.passthrough({ port }),
      remedy: texts.passthroughRemedy({ port }),
    };
  if (server.tlsMode === "ISTIO_MUTUAL")
    return {
      note: texts.meshCertificate({ port }),
      remedy: texts.meshCertificateRemedy({ port }),
    };
  if (server.hasOtherCertificate)
    return {
      note: texts.otherCertificateSource({ port }),
      remedy: texts.otherCertificateSourceRemedy({ port }),
    };
  if (!server.hosts.some((each) => accepts(each, host)))
    return {
      note: texts.hostNotServed({ port, host, hosts: server.hosts.join(", ") }),
      remedy: texts.hostNotServedRemedy({ host }),
    };
  if (target.serverTakenBy !== undefined && !isCompanion(target, registrableDomain))
    return {
      note: texts.serverTaken({ port, other: target.serverTakenBy }),
      remedy: texts.serverTakenRemedy({ port, host }),
    };
  const isReplacing = server.credentialName !== null && server.credentialName === target.replacesSecret;
  const others = isReplacing ? server.hosts.filter((each) => !covers(names, sameName(dnsPart(each)))) : [];
  if (others.length > 0)
    return {
      note: texts.otherHosts({ host, others: others.join(", ") }),
      remedy: texts.otherHostsRemedy({ port }),
    };
  return null;
}

function namesFor(target: SecuredHost, registrableDomain: World["registrableDomain"]): readonly string[] {
  const { host, certificateScope, serverHosts = [] } = target;
  if (certificateScope === "server") return [host, ...serverHosts];
  const id = certificateIdOf(target, registrableDomain);
  return certificateScope === "zone" ? [id, id.slice(2)] : [host];
}

/**
 * Why the Secret can't be written where the ingress looks for it; null if it can. `serial` is that of our
 * certificate for the host: somebody else's copy of it does no harm.
 */
export async function secretObstacle(
  target: SecuredHost,
  serial: string | null,
  world: World,
): Promise<Obstacle | null> {
  const { host, port } = target;
  for (const { namespace, name } of await placesOf(target, world)) {
    const current = await world.cluster.tlsSecret(namespace, name);
    const owner = isCompanion(target, world.registrableDomain) ? target.serverTakenBy : host;
    if (current?.host && (await isFormer(target, current.host, world))) continue;
    if (current && current.host !== owner && (serial === null || current.serial !== serial)) {
      const own = credentialNameFor(host);
      return current.host === null
        ? {
            note: texts.foreignSecret({ namespace, name }),
            remedy: texts.foreignSecretRemedy({ port, own }),
          }
        : {
            note: texts.secretOfOther({ namespace, name }),
            remedy: texts.secretOfOtherRemedy({ port, own }),
          };
    }
  }
  return clientCaObstacle(target, world);
}

/**
 * Whether a Secret was written for a host that was the first of the same server, and that nobody asks for any more: the host
 * that is the first one now goes on with it, so that the server never looks for a Secret that isn't there.
 */
export async function isFormer(target: SecuredHost, former: string, world: World): Promise<boolean> {
  const { host, gateway, certificateScope, serverTakenBy } = target;
  if (certificateScope !== "server" || serverTakenBy !== undefined || former === host) return false;
  const claims = await world.cluster.claims(former);
  if (claims.some((each) => each.host === former)) return false;
  const { holder } = await world.vault.read(former);
  return holder === null || holder === gateway.namespace;
}

/** The same for the CA of client certificates, if the server requires them. */
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
