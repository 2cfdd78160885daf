import type { ClientTls, DestinationRuleObject } from "../../../destination-rule/object";
import type { Check, FoundByCheck } from "../../finding";

/**
 * A caller that encrypts knows by which authority to tell the server. Source: Istio, IST0128 for the whole rule, and IST0129
 * for a port.
 */
export const serverVerified: Check<"DestinationRule"> = {
  id: "server-verified",
  code: "IST0128",
  title: "TLS without a certificate authority to check the server by",
  also: { IST0129: "TLS on a port without a certificate authority to check the server by" },
  of: "DestinationRule",
  run: (rule) => {
    const { tls, portLevelSettings = [] } = rule.spec.trafficPolicy ?? {};
    const policy = ["spec", "trafficPolicy"];
    return [
      ...(isUnchecked(rule, tls) ? [unchecked(tls, [...policy, "tls"], "")] : []),
      ...portLevelSettings.flatMap((each, index) =>
        isUnchecked(rule, each.tls)
          ? [
              {
                code: "IST0129",
                ...unchecked(
                  each.tls,
                  [...policy, "portLevelSettings", index, "tls"],
                  ` for port ${each.port?.number ?? "0"}`,
                ),
              },
            ]
          : [],
      ),
    ];
  },
};

function isUnchecked({ spec }: DestinationRuleObject, tls: ClientTls | undefined): boolean {
  if (tls?.mode !== "SIMPLE" && tls?.mode !== "MUTUAL") return false;
  // A credential is looked up by the proxies that the rule selects, and by no others.
  return !tls.caCertificates && !(tls.credentialName && spec.workloadSelector);
}

function unchecked(tls: ClientTls | undefined, path: (string | number)[], where: string): FoundByCheck {
  return {
    severity: "warning",
    path,
    message: `TLS mode ${tls?.mode}${where} names no caCertificates, so the identity of the server may go unchecked`,
    remedy: "Set caCertificates to the authorities that the server's certificate comes from",
  };
}
