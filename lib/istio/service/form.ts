import { z } from "zod";
import { dropUndefined, orAbsent, withSpec } from "@/lib/istio/fields/drop-empty";
import {
  checkedDnsText,
  checkedText,
  type FieldProblem,
  repeated,
  reporting,
} from "@/lib/istio/fields/field-problem";
import { labelNamedFields, objectForm, objectMeta } from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import { containerPortNameProblem, portNumberSchema } from "@/lib/istio/fields/port";
import { labelProblem, subdomainProblem } from "@/lib/model/dns-name";
import { labelsSchema } from "@/lib/model/labels";
import type { ServiceObject, ServicePort } from "./object";

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

/**
 * The Service that a valid form describes, with Lamia's own fields only. What the form does not know of a
 * port (node port, application protocol) is copied from `current`, matched by port and protocol.
 */
export function serviceFromForm(
  form: ServiceForm,
  namespace: string,
  current?: ServiceObject,
): ServiceObject {
  const earlier = pairUp(form.ports, current?.spec?.ports ?? [], (port, entry) =>
    port.port === entry.port && port.protocol === (entry.protocol ?? "TCP") ? 1 : 0,
  );
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      type: form.type,
      externalName: (form.type === "ExternalName" && form.externalName) || undefined,
      selector: orAbsent({ ...form.selector }),
      ports: orAbsent(form.ports.map((port, index) => portFromForm(port, earlier[index]))),
    }),
  };
}

function portFromForm(form: ServicePortForm, before: ServicePort | undefined): ServicePort {
  const { name: _name, targetPort: _targetPort, ...kept } = before ?? {};
  return dropUndefined({
    ...kept,
    name: form.name || undefined,
    port: form.port,
    targetPort: form.targetPort ?? form.port,
    protocol: form.protocol,
  });
}

/** The form that shows a Service, whoever made it; what Kubernetes defaults is filled in. */
export function formFromService(service: ServiceObject): ServiceForm {
  const { metadata, spec } = withSpec(service);
  return dropUndefined({
    ...objectForm(metadata),
    selector: { ...spec.selector },
    type: spec.type as ServiceForm["type"],
    externalName: spec.externalName || undefined,
    ports: (spec.ports ?? []).map(
      ({ port, targetPort, protocol, name }): ServicePortForm =>
        dropUndefined({
          port,
          targetPort: targetPort ?? port,
          protocol: (protocol ?? "TCP") as ServicePortForm["protocol"],
          name: name || undefined,
        }),
    ),
  });
}
