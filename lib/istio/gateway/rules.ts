import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { isIpAddress } from "@/lib/model/dns-name";
import { dnsPart, hostCovers } from "@/lib/model/hosts";
import { isPlainHttp, isTlsProtocol, needsCertificate } from "./protocol";
import type { GatewayServerForm } from "./server-form";
import { texts } from "./texts";

type Rule = (server: GatewayServerForm) => FieldProblem[];

/** Everything that is wrong with one server whose single fields are valid, in the order of the form. */
export function serverProblems(server: GatewayServerForm): FieldProblem[] {
  return rules.flatMap((rule) => rule(server));
}

const rules: Rule[] = [
  uniqueHosts,
  securedHostIsServed,
  securedHostSpeaksTls,
  securedHostEndsTls,
  tlsIsConfigured,
  meshCertificate,
  oneCertificateSource,
  plainTrafficHasNoTls,
];

function uniqueHosts({ hosts }: GatewayServerForm): FieldProblem[] {
  return hosts.flatMap((host, index) =>
    hosts.indexOf(host) < index ? [{ path: ["hosts", index], message: texts.listedTwice({ host }) }] : [],
  );
}

function securedHostIsServed({ securedHost, hosts }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || hosts.length === 0) return [];
  const isAddress = isIpAddress(securedHost);
  if (hosts.some((host) => (isAddress ? dnsPart(host) === "*" : hostCovers(dnsPart(host), securedHost))))
    return [];
  const message = isAddress ? texts.addressNeedsEveryHost : texts.securedHostNotListed({ host: securedHost });
  return [{ path: ["securedHost"], message }];
}

function securedHostSpeaksTls({ securedHost, protocol }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || isTlsProtocol(protocol)) return [];
  return [{ path: ["protocol"], message: texts.securedHostNeedsTls }];
}

function securedHostEndsTls({ securedHost, tls }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || !tls?.mode || needsCertificate(tls.mode)) return [];
  const message = texts.modeWithoutCertificate({ mode: tls.mode });
  return [{ path: ["tls", "mode"], message }];
}

function tlsIsConfigured({ securedHost, protocol, tls }: GatewayServerForm): FieldProblem[] {
  if (securedHost || !isTlsProtocol(protocol)) return [];
  if (!tls?.mode && !hasSource(tls)) {
    const message = texts.tlsRequired({ protocol });
    return [{ path: ["securedHost"], message }];
  }
  if (!needsCertificate(tls?.mode ?? "SIMPLE") || hasSource(tls)) return [];
  return [{ path: ["tls", "credentialName"], message: texts.secretRequired }];
}

function meshCertificate({ tls }: GatewayServerForm): FieldProblem[] {
  if (tls?.mode !== "ISTIO_MUTUAL" || !hasSource(tls)) return [];
  const message = texts.istioMutual;
  return [{ path: ["tls", "credentialName"], message }];
}

function oneCertificateSource({ tls }: GatewayServerForm): FieldProblem[] {
  if (!tls) return [];
  const sources = [
    tls.credentialName,
    tls.credentialNames,
    tls.serverCertificate,
    tls.tlsCertificates,
  ].filter(Boolean).length;
  if (sources > 1) return [{ path: ["tls", "credentialName"], message: texts.oneCertificateSource }];
  if (Boolean(tls.serverCertificate) === Boolean(tls.privateKey)) return [];
  const path = ["tls", tls.serverCertificate ? "privateKey" : "serverCertificate"];
  return [{ path, message: texts.keyAndCertificate }];
}

function plainTrafficHasNoTls({ protocol, tls }: GatewayServerForm): FieldProblem[] {
  if (!tls) return [];
  if (isTlsProtocol(protocol))
    return tls.httpsRedirect ? [{ path: ["tls", "httpsRedirect"], message: texts.redirectNeedsHttp }] : [];
  const { httpsRedirect: _, ...others } = tls;
  if (Object.values(others).some((setting) => setting !== undefined))
    return [{ path: ["tls"], message: texts.tlsNeedsProtocol({ protocol }) }];
  if (tls.httpsRedirect && !isPlainHttp(protocol))
    return [{ path: ["tls", "httpsRedirect"], message: texts.noRedirect({ protocol }) }];
  return [];
}

function hasSource(tls: GatewayServerForm["tls"]): boolean {
  return Boolean(
    tls?.credentialName ||
      tls?.credentialNames?.length ||
      tls?.serverCertificate ||
      tls?.tlsCertificates?.length,
  );
}

/**
 * What is wrong between the servers of one Gateway: a port serves plain or TLS traffic but not both, and no host or Secured
 * Host appears twice (Istio silently drops the later server). Several servers on one port may each have a Secured Host,
 * because clients send the name.
 */
export function gatewayProblems(servers: GatewayServerForm[]): FieldProblem[] {
  return servers.flatMap((server, index) => {
    const earlier = servers.slice(0, index).filter((other) => other.port === server.port);
    return [
      ...oneServerASecuredHost(server, index, earlier),
      ...oneKindOfTraffic(server, index, earlier),
      ...noSharedHost(server, index, earlier),
    ];
  });
}

function oneServerASecuredHost(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  if (!server.securedHost || !earlier.some((other) => other.securedHost === server.securedHost)) return [];
  const message = texts.securedHostTaken({ port: server.port });
  return [{ path: ["servers", index, "securedHost"], message }];
}

function oneKindOfTraffic(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  const other = earlier[0];
  if (!other || isTlsProtocol(other.protocol) === isTlsProtocol(server.protocol)) return [];
  const message = texts.portOtherProtocol({ port: server.port, protocol: other.protocol });
  return [{ path: ["servers", index, "port"], message }];
}

function noSharedHost(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  return server.hosts.flatMap((host, position) => {
    if (!earlier.some((other) => other.hosts.includes(host))) return [];
    const message = texts.hostOnPort({ host, port: server.port });
    return [{ path: ["servers", index, "hosts", position], message }];
  });
}
