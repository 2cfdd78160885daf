import { z } from "zod";
import { labelProblem } from "../fields/dns-name";
import { labelsSchema } from "../fields/labels";
import { metadataSchema } from "../fields/metadata";
import { checkedText } from "../fields/text";
import { gatewayServerFormSchema } from "./server-form";
import { gatewayProblems } from "./server-set-rules";

/**
 * The Gateway form, which is also the body of the REST API. Its issues carry the path of the field, such as
 * `["servers", 0, "hosts", 1]`. Rules: Istio, Gateway reference and `ValidateGateway`.
 */
export const gatewayFormSchema = z
  .object({
    name: checkedText(labelProblem).describe("Name of the Gateway: a DNS-1123 label"),
    labels: labelsSchema.default({}),
    metadata: metadataSchema.default({}).describe("Stands as annotations lamia.dev/<key>"),
    selector: labelsSchema.optional().describe("Labels of the ingress pods; istio=ingressgateway if absent"),
    servers: z.array(gatewayServerFormSchema).min(1, "At least one server is required"),
  })
  .superRefine((form, context) => {
    for (const { path, message } of gatewayProblems(form.servers))
      context.addIssue({ code: "custom", path, message });
  });

export type GatewayForm = z.output<typeof gatewayFormSchema>;
export type GatewayFormInput = z.input<typeof gatewayFormSchema>;
