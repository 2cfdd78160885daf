import { z } from "zod";
import { reference, references, type TakenSolver, text } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const cloudflareSolver = z.looseObject({
  email: text,
  apiTokenSecretRef: reference,
  apiKeySecretRef: reference,
});

/** What Lamia takes of cert-manager's solver `cloudflare`. */
export function ofCloudflare({
  apiTokenSecretRef: token,
  email,
}: z.infer<typeof cloudflareSolver>): TakenSolver {
  if (!token) return { title: texts.cloudflare, obstacle: texts.globalKey({ email: email ?? "" }) };
  return { title: texts.cloudflare, secret: references({ cloudflare_api_token: token }) };
}
