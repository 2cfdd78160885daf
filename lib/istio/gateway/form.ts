import { z } from "zod";
import { chosenZoneKey } from "@/lib/model/dns-choice";
import { gatewayAddressKey, gatewayAddressProblem } from "@/lib/model/gateway-address";
import { readHealth } from "@/lib/model/health";
import { labelsSchema } from "@/lib/model/labels";
import { dnsRecordsChoices, dnsRecordsKey } from "@/lib/model/record-hosts";
import { readShares } from "@/lib/model/secured-hosts";
import { checkedText, reporting } from "../fields/field-problem";
import { labelNamedFields } from "../fields/object-form";
import { ingressKinds } from "./ingress";
import { gatewayProblems, serverProblems } from "./rules";
import { secretNameProblem, serverFormFields } from "./server-form";
import { texts } from "./texts";

/**
 * The Gateway form, which is also the body of the REST API. Its issues carry the path of the field, such as
 * `["servers", 0, "hosts", 1]`. Rules: Istio, Gateway reference and `ValidateGateway`.
 */
export const gatewayFormSchema = z
  .object({
    ...labelNamedFields,
    selector: labelsSchema.optional().describe(texts.selectorHelp),
    ingress: z
      .object({ kind: z.enum(ingressKinds) })
      .optional()
      .describe(texts.ingressHelp),
    sharedWith: z.array(checkedText(sharedWithProblem)).optional().describe(texts.sharedWithHelp),
    clientCa: checkedText((name) => (name === "" ? null : secretNameProblem(name)))
      .optional()
      .describe(texts.clientCaHelp),
    dnsRecords: z.enum(dnsRecordsChoices).optional().describe(texts.dnsRecordsHelp),
    servers: z.array(serverFormFields.superRefine(reporting(serverProblems))).min(1, texts.serverRequired),
  })
  .superRefine(
    reporting(({ servers, metadata }) => [
      ...gatewayProblems(servers),
      ...healthProblems(metadata),
      ...addressProblems(metadata),
      ...(metadata[dnsRecordsKey] === undefined
        ? []
        : [{ path: ["metadata", dnsRecordsKey], message: texts.dnsRecordsIsField }]),
      ...zoneProblems(metadata),
    ]),
  );

function sharedWithProblem(text: string): string | null {
  return readShares(text).length === 1 ? null : texts.sharedWithShape;
}

/** The metadata for a healthy answer are checked by the reader that is used when Lamia requests the site. */
function healthProblems({ health_path: path, health_status: status }: Record<string, string> = {}) {
  const read = readHealth({
    ...(path === undefined ? {} : { path }),
    ...(status === undefined ? {} : { status }),
  });
  return "problem" in read ? [{ path: ["metadata", read.key], message: read.problem }] : [];
}

function addressProblems(metadata: Record<string, string> = {}) {
  const message = gatewayAddressProblem(metadata[gatewayAddressKey]);
  return message ? [{ path: ["metadata", gatewayAddressKey], message }] : [];
}

function zoneProblems({ [chosenZoneKey]: zone = "" }: Record<string, string> = {}) {
  return /[\s,]/.test(zone.trim()) ? [{ path: ["metadata", chosenZoneKey], message: texts.oneZone }] : [];
}

export type GatewayForm = z.output<typeof gatewayFormSchema>;
export type GatewayFormInput = z.input<typeof gatewayFormSchema>;
