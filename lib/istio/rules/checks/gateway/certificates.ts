import { needsCertificate } from "@/lib/istio/gateway/protocol";
import { credentialsOf } from "@/lib/istio/gateway/secured-servers";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import { dnsPart, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";

/** A certificate names each host that its server serves by name. */
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
        dnsPart(host).includes("*") ||
        names.some((certified) => certifies(certified, sameName(dnsPart(host)).replace(/\.$/, "")))
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

/** The first certificate of the server that is known. */
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

/** A wildcard in a certificate stands for exactly one label. Source: RFC 9525, section 6.3. */
function certifies(written: string, host: string): boolean {
  const certified = sameName(written);
  if (!certified.startsWith("*.")) return certified === host;
  return host.slice(host.indexOf(".")) === certified.slice(1);
}

const sources = ["credentialName", "credentialNames", "serverCertificate", "tlsCertificates"] as const;

/** A server that does not end TLS itself shows no certificate. Source: Istio, `validateTLSOptions`. */
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
