import { z } from "zod";
import { reference, references, type TakenSolver } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const digitaloceanSolver = z.looseObject({ tokenSecretRef: reference });

/** What Lamia takes of cert-manager's solver `digitalocean`. */
export function ofDigitalOcean({ tokenSecretRef }: z.infer<typeof digitaloceanSolver>): TakenSolver {
  return { title: texts.digitalocean, secret: references({ digitalocean_token: tokenSecretRef }) };
}
