import { z } from "zod";
import { reference, references, type TakenSolver, text, withoutEmpty } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const cloudDNSSolver = z.looseObject({
  project: z.string(),
  hostedZoneName: text,
  serviceAccountSecretRef: reference,
});

/** What Lamia takes of cert-manager's solver `cloudDNS`. */
export function ofCloudDns({
  project,
  hostedZoneName,
  serviceAccountSecretRef: key,
}: z.infer<typeof cloudDNSSolver>): TakenSolver {
  return {
    title: texts.cloudDNS,
    plain: withoutEmpty({
      google_project_id: project,
      google_managed_zone: hostedZoneName,
      google_credentials: key ? "key" : "ambient",
    }),
    secret: references({ google_service_account: key }),
    left: key ? [] : [texts.ambientOfPod],
  };
}
