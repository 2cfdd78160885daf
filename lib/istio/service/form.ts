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
import type { ServiceObject, ServicePort } from "@/lib/model/object";
import { texts } from "./texts";

export const serviceProtocols = ["TCP", "UDP", "SCTP"] as const;
export const serviceTypes = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] as const;

const servicePortSchema = z.object({
  port: portNumberSchema,
  targetPort: z
    .union([portNumberSchema, checkedText(containerPortNameProblem)], {
      error: texts.targetPort,
    })
    .optional()
    .describe(texts.targetPortHelp),
  protocol: z
    .string()
    .trim()
    .toUpperCase()
    .pipe(
      z.enum(serviceProtocols, { error: texts.protocolUnknown({ protocols: serviceProtocols.join(", ") }) }),
    )
    .default("TCP"),
  name: checkedText((name) => (name === "" ? null : labelProblem(name)))
    .optional()
    .describe(texts.portNameHelp),
});

export type ServicePortForm = z.output<typeof servicePortSchema>;

/** The Service form. Rules: Kubernetes, Service reference. */
export const serviceFormSchema = z
  .object({
    ...labelNamedFields,
    name: checkedText(serviceNameProblem),
    selector: labelsSchema.default({}).describe(texts.selectorHelp),
    ports: z.array(servicePortSchema).default([]),
    type: z.enum(serviceTypes).optional(),
    externalName: checkedDnsText((name) => (name === "" ? null : subdomainProblem(name)))
      .optional()
      .describe(texts.externalNameHelp),
  })
  .superRefine(reporting(serviceProblems));

export type ServiceForm = z.output<typeof serviceFormSchema>;

/** RFC 1035: like a DNS-1123 label, but it starts with a letter. */
function serviceNameProblem(name: string): string | null {
  return labelProblem(name) ?? (/^[a-z]/.test(name) ? null : texts.nameStart);
}

interface Checked {
  ports: ServicePortForm[];
  type?: string | undefined;
  externalName?: string | undefined;
}

function serviceProblems({ ports, type, externalName }: Checked): FieldProblem[] {
  if (type === "ExternalName" && !externalName)
    return [{ path: ["externalName"], message: texts.externalNameRequired }];
  if (ports.length === 0 && type !== "ExternalName")
    return [{ path: ["ports"], message: texts.portRequired }];
  const unnamed = ports.length > 1 ? ports.findIndex(({ name }) => !name) : -1;
  return [
    ...(unnamed < 0 ? [] : [{ path: ["ports", unnamed, "name"], message: texts.portNameRequired }]),
    ...repeated(
      ports,
      ({ port, protocol }) => `${port}/${protocol}`,
      (index) => ["ports", index, "port"],
      (key) => texts.portTwice({ port: key }),
    ),
    ...repeated(
      ports,
      ({ name }) => name || undefined,
      (index) => ["ports", index, "name"],
      (name) => texts.portNameTaken({ name }),
    ),
  ];
}

/**
 * The Service that a valid form describes, with Lamia's own fields only. Fields of a port that the form doesn't know (node
 * port, application protocol) are copied from `current`, matched by port and protocol.
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

/** The form that shows any Service, whoever created it, with Kubernetes's defaults filled in. */
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
