import { z } from "zod";
import { reference, references, type TakenSolver, text, withoutEmpty } from "../cert-manager/solver";
import { texts } from "../cert-manager/texts";

export const azureDNSSolver = z.looseObject({
  subscriptionID: text,
  resourceGroupName: text,
  hostedZoneName: text,
  tenantID: text,
  clientID: text,
  clientSecretSecretRef: reference,
  environment: text,
  zoneType: text,
  managedIdentity: z.looseObject({}).optional(),
});

/** What Lamia takes of cert-manager's solver `azureDNS`. */
export function ofAzure(solver: z.infer<typeof azureDNSSolver>): TakenSolver {
  const { environment, zoneType, clientSecretSecretRef: secret, hostedZoneName } = solver;
  if (environment && environment !== "AzurePublicCloud")
    return { title: texts.azureDNS, obstacle: texts.otherAzure({ environment }) };
  if (zoneType === "AzurePrivateZone") return { title: texts.azureDNS, obstacle: texts.privateAzure };
  return {
    title: texts.azureDNS,
    plain: withoutEmpty({
      azure_subscription_id: solver.subscriptionID,
      azure_resource_group: solver.resourceGroupName,
      azure_credentials: secret ? "secret" : "ambient",
      azure_tenant_id: secret ? solver.tenantID : undefined,
      azure_client_id: secret ? solver.clientID : undefined,
    }),
    secret: references({ azure_client_secret: secret }),
    left: [
      ...(secret ? [] : [texts.ambientOfPod]),
      ...(hostedZoneName ? [texts.zoneName({ zone: hostedZoneName })] : []),
    ],
  };
}
