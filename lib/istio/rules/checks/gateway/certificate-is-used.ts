import { needsCertificate } from "../../../gateway/protocol";
import type { Check } from "../../finding";

const sources = ["credentialName", "credentialNames", "serverCertificate", "tlsCertificates"] as const;

/** A server that does not end TLS itself shows no certificate. Source: Istio, `validateTLSOptions`. */
export const certificateIsUsed: Check<"Gateway"> = {
  id: "certificate-is-used",
  code: "LAM0113",
  title: "A certificate that is ignored",
  of: "Gateway",
  run: ({ spec }) =>
    (spec.servers ?? []).flatMap(({ tls }, index) => {
      const source = sources.find((field) => tls?.[field]?.length);
      if (!tls?.mode || needsCertificate(tls.mode) || source === undefined) return [];
      return [
        {
          severity: "warning" as const,
          path: ["spec", "servers", index, "tls", source],
          message: `In mode ${tls.mode} the gateway passes TLS on, and Istio ignores this certificate`,
          remedy: "Choose SIMPLE to show it, or remove it here",
        },
      ];
    }),
};
