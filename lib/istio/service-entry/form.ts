import { z } from "zod";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { objectFields } from "../fields/object-fields";
import { portNumberSchema } from "../fields/port-number";
import { meshHostProblem } from "../fields/service-host";
import { checkedDnsText } from "../fields/text";
import { gatewayProtocolSchema } from "../gateway/protocol-schema";

export const locations = ["MESH_EXTERNAL", "MESH_INTERNAL"] as const;
export const resolutions = ["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN"] as const;

const serviceEntryPortSchema = z.object({
  port: portNumberSchema,
  protocol: gatewayProtocolSchema,
});

export type ServiceEntryPortForm = z.output<typeof serviceEntryPortSchema>;

/** The Service Entry form. Rules: Istio, Service Entry reference. */
export const serviceEntryFormSchema = z
  .object({
    ...objectFields,
    hosts: z
      .array(
        checkedDnsText((host) =>
          host === "*" ? "Name the service; “*” alone is none" : meshHostProblem(host),
        ),
      )
      .min(1, "At least one host is required"),
    ports: z.array(serviceEntryPortSchema).min(1, "At least one port is required"),
    location: z.enum(locations).optional().describe("Whether the service is outside the mesh (the default)"),
    resolution: z.enum(resolutions).optional().describe("How the proxy finds its addresses"),
  })
  .superRefine(reporting(serviceEntryProblems));

export type ServiceEntryForm = z.output<typeof serviceEntryFormSchema>;
export type ServiceEntryFormInput = z.input<typeof serviceEntryFormSchema>;

function serviceEntryProblems(form: { hosts: string[]; ports: ServiceEntryPortForm[] }): FieldProblem[] {
  return [
    ...repeated(
      form.hosts,
      (host) => host,
      (index) => ["hosts", index],
      (host) => `“${host}” is listed twice`,
    ),
    ...repeated(
      form.ports,
      ({ port }) => String(port),
      (index) => ["ports", index, "port"],
      (port) => `Port ${port} is listed twice`,
    ),
  ];
}
