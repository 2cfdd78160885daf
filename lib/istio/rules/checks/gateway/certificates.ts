import { needsCertificate } from "@/lib/istio/gateway/protocol";
import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import { dnsPart, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";

/** A certificate contains each host that its server lists by name. */
export const certificateCoversHosts: Check<"Gateway"> = {
  id: "certificate-covers-hosts",
  code: "LAM0110",
  title: texts.certificateForOtherHost,
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) => {
      const certificate = certificateOf(gateway, server, mesh);
      if (!certificate) return [];
      const { credential, names } = certificate;
      return server.hosts.flatMap((host, position) =>
        dnsPart(host).includes("*") || isCertified(names, host)
          ? []
          : [
              {
                severity: "warning",
                path: ["spec", "servers", index, "hosts", position],
                message:
                  names.length > 0
                    ? texts.certificateNames({
                        secret: credential,
                        names: names.join(", "),
                        host: dnsPart(host),
                      })
                    : texts.certificateNamesNothing({ secret: credential, host: dnsPart(host) }),
                remedy: texts.certificateForHost,
              },
            ],
      );
    }),
};

/** The server's first certificate that is known. */
function certificateOf(gateway: GatewayObject, server: GatewayServer, mesh: Mesh) {
  const credentials = credentialsOf(server);
  if (credentials.length === 0) return null;
  for (const namespace of mesh.ingressOf(gateway).namespaces)
    for (const { name } of credentials) {
      const certificate = mesh.one("secrets", keyOf({ namespace, name }))?.certificate;
      if (certificate) return { credential: name, names: certificate.names };
    }
  return null;
}

/** Whether one of the names of a certificate is valid for the host of a server. */
export function isCertified(names: readonly string[], serverHost: string): boolean {
  const host = sameName(dnsPart(serverHost)).replace(/\.$/, "");
  return names.some((name) => certifies(name, host));
}

/** A wildcard in a certificate stands for exactly one label. Source: RFC 9525, section 6.3. */
function certifies(written: string, host: string): boolean {
  const certified = sameName(written);
  if (!certified.startsWith("*.")) return certified === host;
  return host.slice(host.indexOf(".")) === certified.slice(1);
}

/**
 * A certificate that Lamia doesn't renew is renewed before it expires. What has expired is found by
 * `credential-exists`.
 */
export const certificateNearEnd: Check<"Gateway"> = {
  id: "certificate-near-end",
  code: "LAM0121",
  title: texts.certificateNearEnd,
  of: "Gateway",
  run: (gateway, mesh) =>
    foreignSecretsOf(gateway, mesh).flatMap(({ path, secret }) => {
      const { certificate, certManager, state } = secret;
      if (state || certificate?.daysLeft === undefined) return [];
      const name = keyOf(secret);
      return [
        {
          severity: "warning" as const,
          path,
          message: texts.certificateEndsIn({ name, days: certificate.daysLeft }),
          remedy: certManager
            ? texts.certManagerLate({ certificate: certManager.certificate, namespace: secret.namespace })
            : texts.renewInTime,
        },
      ];
    }),
};

/** A chain contains every intermediate certificate: browsers may find a missing one, other clients don't. */
export const certificateChain: Check<"Gateway"> = {
  id: "certificate-chain",
  code: "LAM0122",
  title: texts.incompleteChain,
  of: "Gateway",
  run: (gateway, mesh) =>
    foreignSecretsOf(gateway, mesh).flatMap(({ path, secret }) =>
      !secret.state && secret.certificate?.lacksIntermediate
        ? [
            {
              severity: "warning" as const,
              path,
              message: texts.chainEnds({ name: keyOf(secret), issuer: secret.certificate.issuer ?? "" }),
              remedy: texts.addIntermediates,
            },
          ]
        : [],
    ),
};

/** The Secrets of others that the Gateway's servers name, each once for each place that names it. */
function foreignSecretsOf(gateway: GatewayObject, mesh: Mesh) {
  return (gateway.spec.servers ?? []).flatMap((server, index) =>
    credentialsOf(server).flatMap(({ name, path }) => {
      if (isOwnCredential(gateway, name)) return [];
      return mesh.ingressOf(gateway).namespaces.flatMap((namespace) => {
        const secret = mesh.one("secrets", keyOf({ namespace, name }));
        return secret ? [{ path: ["spec", "servers", index, ...path], secret }] : [];
      });
    }),
  );
}

const sources = ["credentialName", "credentialNames", "serverCertificate", "tlsCertificates"] as const;

/** A server that doesn't terminate TLS itself presents no certificate. Source: Istio, `validateTLSOptions`. */
export const certificateIsUsed: Check<"Gateway"> = {
  id: "certificate-is-used",
  code: "LAM0113",
  title: texts.certificateIgnored,
  of: "Gateway",
  run: ({ spec }) =>
    (spec.servers ?? []).flatMap(({ tls }, index) => {
      const source = sources.find((field) => tls?.[field]?.length);
      if (!tls?.mode || needsCertificate(tls.mode) || source === undefined) return [];
      return [
        {
          severity: "warning" as const,
          path: ["spec", "servers", index, "tls", source],
          message: texts.certificateUnused({ mode: tls.mode }),
          remedy: texts.useOrRemoveCertificate,
        },
      ];
    }),
};
