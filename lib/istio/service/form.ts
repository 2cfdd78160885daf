import { z } from "zod";
import { labelProblem, subdomainProblem } from "../fields/dns-name";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { labelsSchema } from "../fields/labels";
import { labelNamedFields } from "../fields/object-fields";
import { containerPortNameProblem, portNumberSchema } from "../fields/port-number";
import { checkedDnsText, checkedText } from "../fields/text";

export const serviceProtocols = ["TCP", "UDP", "SCTP"] as const;
export const serviceTypes = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] as const;

const servicePortSchema = z.object({
  port: portNumberSchema,
  targetPort: z
    .union([portNumberSchema, checkedText(containerPortNameProblem)], {
      error: "A target port is a number from 1 to 65535 or the name of a container's port",
    })
    .optional()
    .describe("Port of the container, or its name; the same as the port if absent"),
  protocol: z
    .string()
    .trim()
    .toUpperCase()
    .pipe(z.enum(serviceProtocols, { error: `The protocol is one of ${serviceProtocols.join(", ")}` }))
    .default("TCP"),
  name: checkedText((name) => (name === "" ? null : labelProblem(name)))
    .optional()
    .describe("Istio reads the application protocol from its first part, such as http-web"),
});

export type ServicePortForm = z.output<typeof servicePortSchema>;

/** The Service form. Rules: Kubernetes, Service reference. */
export const serviceFormSchema = z
  .object({
    ...labelNamedFields,
    name: checkedText(serviceNameProblem),
    selector: labelsSchema.default({}).describe("Labels of the pods that serve"),
    ports: z.array(servicePortSchema).default([]),
    type: z.enum(serviceTypes).optional(),
    externalName: checkedDnsText((name) => (name === "" ? null : subdomainProblem(name)))
      .optional()
      .describe("The DNS name that an ExternalName Service stands for"),
  })
  .superRefine(reporting(serviceProblems));

export type ServiceForm = z.output<typeof serviceFormSchema>;
export type ServiceFormInput = z.input<typeof serviceFormSchema>;

/** RFC 1035: as a DNS-1123 label, but it begins with a letter. */
function serviceNameProblem(name: string): string | null {
  return labelProblem(name) ?? (/^[a-z]/.test(name) ? null : "The name of a Service begins with a letter");
}

interface Checked {
  ports: ServicePortForm[];
  type?: string | undefined;
  externalName?: string | undefined;
}

function serviceProblems({ ports, type, externalName }: Checked): FieldProblem[] {
  if (type === "ExternalName" && !externalName)
    return [{ path: ["externalName"], message: "Name what the Service stands for, such as db.example.com" }];
  if (ports.length === 0 && type !== "ExternalName")
    return [{ path: ["ports"], message: "At least one port is required" }];
  const unnamed = ports.length > 1 ? ports.findIndex(({ name }) => !name) : -1;
  return [
    ...(unnamed < 0
      ? []
      : [{ path: ["ports", unnamed, "name"], message: "With several ports each needs a name" }]),
    ...repeated(
      ports,
      ({ port, protocol }) => `${port}/${protocol}`,
      (index) => ["ports", index, "port"],
      (key) => `Port ${key} is listed twice`,
    ),
    ...repeated(
      ports,
      ({ name }) => name || undefined,
      (index) => ["ports", index, "name"],
      (name) => `The name “${name}” is taken by another port`,
    ),
  ];
}
