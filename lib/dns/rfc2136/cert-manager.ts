import { z } from "zod";
import { reference, references, type TakenSolver, text, withoutEmpty } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const rfc2136Solver = z.looseObject({
  nameserver: z.string(),
  tsigKeyName: text,
  tsigAlgorithm: text,
  tsigSecretSecretRef: reference,
});

/** cert-manager's names of the algorithms, without hyphens, whatever their case; it signs with MD5 if none is named. */
const algorithms: Record<string, string> = {
  HMACSHA1: "hmac-sha1",
  HMACSHA256: "hmac-sha256",
  HMACSHA512: "hmac-sha512",
};

/** What Lamia takes of cert-manager's solver `rfc2136`. */
export function ofRfc2136(solver: z.infer<typeof rfc2136Solver>, zones: string | undefined): TakenSolver {
  const { nameserver, tsigKeyName, tsigAlgorithm = "HMACMD5", tsigSecretSecretRef } = solver;
  if (!tsigKeyName || !tsigSecretSecretRef) return { title: texts.rfc2136, obstacle: texts.noTsig };
  const algorithm = algorithms[tsigAlgorithm.toUpperCase()];
  if (!algorithm) return { title: texts.rfc2136, obstacle: texts.md5({ algorithm: tsigAlgorithm }) };
  return {
    title: texts.rfc2136,
    plain: withoutEmpty({
      rfc2136_server: nameserver,
      rfc2136_key_name: tsigKeyName,
      rfc2136_key_algorithm: algorithm,
      rfc2136_zones: zones,
    }),
    secret: references({ rfc2136_key_secret: tsigSecretSecretRef }),
  };
}
