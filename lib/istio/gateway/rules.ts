import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { dnsPart, hostCovers } from "@/lib/model/hosts";
import { isPlainHttp, isTlsProtocol, needsCertificate } from "./protocol";
import type { GatewayServerForm } from "./server-form";

type Rule = (server: GatewayServerForm) => FieldProblem[];

/** Everything wrong with one server whose single fields are right, in the order of the form. */
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
    hosts.indexOf(host) < index ? [{ path: ["hosts", index], message: `“${host}” is listed twice` }] : [],
  );
}

function securedHostIsServed({ securedHost, hosts }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || hosts.length === 0 || hosts.some((host) => hostCovers(dnsPart(host), securedHost)))
    return [];
  const message = `“${securedHost}” is not among the hosts of this server; add it there, or “*”`;
  return [{ path: ["securedHost"], message }];
}

function securedHostSpeaksTls({ securedHost, protocol }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || isTlsProtocol(protocol)) return [];
  return [{ path: ["protocol"], message: "A server with a Secured Host speaks HTTPS (or TLS)" }];
}

function securedHostEndsTls({ securedHost, tls }: GatewayServerForm): FieldProblem[] {
  if (!securedHost || !tls?.mode || needsCertificate(tls.mode)) return [];
  const message = `In mode ${tls.mode} the gateway shows no certificate of its own; choose SIMPLE`;
  return [{ path: ["tls", "mode"], message }];
}

function tlsIsConfigured({ securedHost, protocol, tls }: GatewayServerForm): FieldProblem[] {
  if (securedHost || !isTlsProtocol(protocol)) return [];
  if (!tls?.mode && !hasSource(tls)) {
    const message = `${protocol} needs a Secured Host, or TLS settings with a certificate of your own`;
    return [{ path: ["securedHost"], message }];
  }
  if (!needsCertificate(tls?.mode ?? "SIMPLE") || hasSource(tls)) return [];
  return [{ path: ["tls", "credentialName"], message: "Name the Secret that holds the certificate" }];
}

function meshCertificate({ tls }: GatewayServerForm): FieldProblem[] {
  if (tls?.mode !== "ISTIO_MUTUAL" || !hasSource(tls)) return [];
  const message = "In mode ISTIO_MUTUAL Istio brings the certificate; name none, or choose MUTUAL";
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
  if (sources > 1)
    return [
      { path: ["tls", "credentialName"], message: "A server takes its certificate from one place only" },
    ];
  if (Boolean(tls.serverCertificate) === Boolean(tls.privateKey)) return [];
  const path = ["tls", tls.serverCertificate ? "privateKey" : "serverCertificate"];
  return [{ path, message: "A certificate file and a key file go together" }];
}

function plainTrafficHasNoTls({ protocol, tls }: GatewayServerForm): FieldProblem[] {
  if (!tls) return [];
  if (isTlsProtocol(protocol))
    return tls.httpsRedirect
      ? [{ path: ["tls", "httpsRedirect"], message: "Only plain HTTP can be redirected to HTTPS" }]
      : [];
  const { httpsRedirect: _, ...others } = tls;
  if (Object.values(others).some((setting) => setting !== undefined))
    return [
      { path: ["tls"], message: `TLS settings need protocol HTTPS or TLS; this server speaks ${protocol}` },
    ];
  if (tls.httpsRedirect && !isPlainHttp(protocol))
    return [{ path: ["tls", "httpsRedirect"], message: `${protocol} cannot be redirected to HTTPS` }];
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
 * What is wrong between the servers of one Gateway: a port carries plain or TLS traffic but not both, and
 * neither a host nor a Secured Host twice (Istio drops the later server in silence). Several servers of one port may have
 * a Secured Host each: they are told apart by the name that a client asks for.
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
  const message = `Another server on port ${server.port} has this Secured Host already`;
  return [{ path: ["servers", index, "securedHost"], message }];
}

function oneKindOfTraffic(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  const other = earlier[0];
  if (!other || isTlsProtocol(other.protocol) === isTlsProtocol(server.protocol)) return [];
  const message = `Port ${server.port} speaks ${other.protocol} already; choose another port`;
  return [{ path: ["servers", index, "port"], message }];
}

function noSharedHost(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  return server.hosts.flatMap((host, position) => {
    if (!earlier.some((other) => other.hosts.includes(host))) return [];
    const message = `“${host}” is on port ${server.port} already, and Istio would drop this server`;
    return [{ path: ["servers", index, "hosts", position], message }];
  });
}
