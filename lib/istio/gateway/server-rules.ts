import type { FieldProblem } from "../fields/field-problem";
import { dnsPart, hostCovers } from "../fields/host";
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
  if (tls.mode || hasSource(tls))
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
