import { z } from "zod";
import { reference, type TakenSolver } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const acmeDNSSolver = z.looseObject({ host: z.string(), accountSecretRef: reference });

/** What Lamia takes of cert-manager's solver `acmeDNS`. */
export function ofAcmeDns({ host }: z.infer<typeof acmeDNSSolver>, zones: string | undefined): TakenSolver {
  return {
    title: texts.acmeDNS,
    plain: {
      manual_zones: zones ?? "*",
      acme_dns_url: /^https?:\/\//.test(host) ? host : `https://${host}`,
    },
    left: [texts.acmeDnsAccounts],
  };
}
