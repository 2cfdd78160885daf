import { z } from "zod";
import { readHealth } from "@/lib/model/health";
import { labelsSchema } from "@/lib/model/labels";
import { reporting } from "../fields/field-problem";
import { labelNamedFields } from "../fields/object-form";
import { ingressKinds } from "./ingress";
import { gatewayProblems, serverProblems } from "./rules";
import { serverFormFields } from "./server-form";

/**
 * The Gateway form, which is also the body of the REST API. Its issues carry the path of the field, such as
 * `["servers", 0, "hosts", 1]`. Rules: Istio, Gateway reference and `ValidateGateway`.
 */
export const gatewayFormSchema = z
  .object({
    ...labelNamedFields,
    selector: labelsSchema.optional().describe("Labels of the ingress pods; istio=ingressgateway if absent"),
    ingress: z
      .object({ kind: z.enum(ingressKinds) })
      .optional()
      .describe("dedicated: an ingress of its own, which then is the selector; as it is if absent"),
    servers: z
      .array(serverFormFields.superRefine(reporting(serverProblems)))
      .min(1, "At least one server is required"),
  })
  .superRefine(
    reporting(({ servers, metadata }) => [...gatewayProblems(servers), ...healthProblems(metadata)]),
  );

/** What the metadata say of a healthy answer is read where the site is asked, so it is checked by the same reader. */
function healthProblems({ health_path: path, health_status: status }: Record<string, string> = {}) {
  const read = readHealth({
    ...(path === undefined ? {} : { path }),
    ...(status === undefined ? {} : { status }),
  });
  return "problem" in read ? [{ path: ["metadata", read.key], message: read.problem }] : [];
}

export type GatewayForm = z.output<typeof gatewayFormSchema>;
export type GatewayFormInput = z.input<typeof gatewayFormSchema>;
