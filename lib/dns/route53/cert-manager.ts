import { z } from "zod";
import { reference, references, type TakenSolver, text, withoutEmpty } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const route53Solver = z.looseObject({
  accessKeyID: text,
  accessKeyIDSecretRef: reference,
  secretAccessKeySecretRef: reference,
  role: text,
  hostedZoneID: text,
  region: text,
  auth: z
    .looseObject({
      kubernetes: z
        .looseObject({ serviceAccountRef: z.looseObject({ name: z.string() }).optional() })
        .optional(),
    })
    .optional(),
});

/** What Lamia takes of cert-manager's solver `route53`. */
export function ofRoute53(solver: z.infer<typeof route53Solver>): TakenSolver {
  const { accessKeyID, accessKeyIDSecretRef, secretAccessKeySecretRef, role, hostedZoneID, region } = solver;
  const account = solver.auth?.kubernetes?.serviceAccountRef?.name;
  const hasKeys = Boolean(secretAccessKeySecretRef && (accessKeyID || accessKeyIDSecretRef)) && !account;
  return {
    title: texts.route53,
    plain: withoutEmpty({
      aws_credentials: hasKeys ? "keys" : "ambient",
      aws_access_key_id: hasKeys && !accessKeyIDSecretRef ? accessKeyID : undefined,
      aws_role_arn: role,
      aws_hosted_zone_id: hostedZoneID,
    }),
    secret: hasKeys
      ? references({
          aws_access_key_id: accessKeyIDSecretRef,
          aws_secret_access_key: secretAccessKeySecretRef,
        })
      : {},
    left: [
      ...(hasKeys ? [] : [texts.ambientOfPod]),
      ...(account ? [texts.serviceAccount({ name: account })] : []),
      ...(region ? [texts.region({ region })] : []),
    ],
  };
}
