import { z } from "zod";
import { dropUndefined, withSpec } from "@/lib/istio/fields/drop-empty";
import { checkedDnsText, type FieldProblem, repeated, reporting } from "@/lib/istio/fields/field-problem";
import {
  objectFields,
  objectForm,
  objectMeta,
  objectPlaces,
  specPlaces,
} from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import { both, type Place, step } from "@/lib/istio/fields/places";
import { gatewayProtocolSchema, portNumberSchema } from "@/lib/istio/fields/port";
import { meshHostProblem } from "@/lib/istio/fields/service-host";
import { isPlainHttp, isTlsProtocol } from "@/lib/istio/gateway/protocol";
import { numericEndProblem } from "@/lib/model/dns-name";
import type { ServiceEntryObject } from "@/lib/model/istio-objects";
import { texts } from "./texts";

export const locations = ["MESH_EXTERNAL", "MESH_INTERNAL"] as const;
export const resolutions = ["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"] as const;

const serviceEntryPortSchema = z.object({
  port: portNumberSchema,
  protocol: gatewayProtocolSchema,
});

export type ServiceEntryPortForm = z.output<typeof serviceEntryPortSchema>;

const fields = z.object({
  ...objectFields,
  hosts: z
    .array(checkedDnsText((host) => (host === "*" ? texts.hostAlone : meshHostProblem(host))))
    .min(1, texts.hostRequired),
  ports: z.array(serviceEntryPortSchema).min(1, texts.portRequired),
  location: z.enum(locations).optional().describe(texts.locationHelp),
  resolution: z.enum(resolutions).optional().describe(texts.resolutionHelp),
});

/** The Service Entry form. Rules: Istio, Service Entry reference, and `ValidateServiceEntry`. */
export const serviceEntryFormSchema = fields.superRefine(
  reporting((form) => [...namesAndPorts(form), ...hostsAreInDns(form), ...dynamicDns(form)]),
);

/** The rules of the form that shows this object: if it has its own endpoints, its hosts don't need to be in DNS. */
export function serviceEntryFormSchemaOf({ spec }: ServiceEntryObject): z.ZodType<ServiceEntryForm> {
  return spec.endpoints?.length ? fields.superRefine(reporting(namesAndPorts)) : serviceEntryFormSchema;
}

export type ServiceEntryForm = z.output<typeof serviceEntryFormSchema>;

type Checked = z.output<typeof fields>;

function namesAndPorts({ hosts, ports, resolution = "NONE" }: Checked): FieldProblem[] {
  // Several hosts can only be told apart by what a request says, and plain TCP says nothing.
  const silent = ports.findIndex(({ protocol }) => !isPlainHttp(protocol) && !isTlsProtocol(protocol));
  const message = texts.severalHosts;
  return [
    ...repeated(
      hosts,
      (host) => host,
      (index) => ["hosts", index],
      (host) => texts.hostTwice({ host }),
    ),
    ...repeated(
      ports,
      ({ port }) => String(port),
      (index) => ["ports", index, "port"],
      (port) => texts.portTwice({ port }),
    ),
    ...(hosts.length > 1 && resolution !== "NONE" && silent >= 0
      ? [{ path: ["ports", silent, "protocol"], message }]
      : []),
  ];
}

/** Each name is resolved when there is a request for it. Source: Istio, `ValidateServiceEntry`. */
function dynamicDns({ hosts, ports, resolution }: Checked): FieldProblem[] {
  if (resolution !== "DYNAMIC_DNS") return [];
  const protocols = ["HTTP", "HTTP2", "GRPC", "TLS"];
  return [
    ...hosts.flatMap((host, index) =>
      host.startsWith("*")
        ? []
        : [
            {
              path: ["hosts", index],
              message: texts.dynamicDnsHost,
            },
          ],
    ),
    ...ports.flatMap(({ protocol }, index) =>
      protocols.includes(protocol)
        ? []
        : [
            {
              path: ["ports", index, "protocol"],
              message: texts.dynamicDnsProtocol({ protocols: protocols.join(", ") }),
            },
          ],
    ),
  ];
}

function hostsAreInDns({ hosts, resolution = "NONE" }: Checked): FieldProblem[] {
  if (!resolution.startsWith("DNS")) return [];
  return hosts.flatMap((host, index) => {
    if (!host.includes("*") && numericEndProblem(host) === null) return [];
    const message = texts.noDnsName({ host });
    return [{ path: ["hosts", index], message }];
  });
}

/**
 * The ServiceEntry that a valid form describes, with Lamia's own fields only. Ports keep their name and target port from
 * `current`.
 */
export function serviceEntryFromForm(
  form: ServiceEntryForm,
  namespace: string,
  current?: ServiceEntryObject,
): ServiceEntryObject {
  const earlier = pairUp(form.ports, current?.spec?.ports ?? [], (port, entry) =>
    port.port === entry.number ? 1 : 0,
  );
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      hosts: [...form.hosts],
      ports: form.ports.map(({ port, protocol }, index) => {
        const name = `${protocol.toLowerCase()}-${port}`;
        return { name, ...earlier[index], number: port, protocol };
      }),
      location: form.location,
      resolution: form.resolution,
    }),
  };
}

/** The form that shows any ServiceEntry, whoever created it. */
export function formFromServiceEntry(entry: ServiceEntryObject): ServiceEntryForm {
  const { metadata, spec } = withSpec(entry);
  return dropUndefined({
    ...objectForm(metadata),
    hosts: [...(spec.hosts ?? [])],
    ports: (spec.ports ?? []).map(({ number, protocol }) => ({
      port: number,
      protocol: (protocol ?? "TCP").toUpperCase() as ServiceEntryPortForm["protocol"],
    })),
    location: spec.location as ServiceEntryForm["location"],
    resolution: spec.resolution as ServiceEntryForm["resolution"],
  });
}

/** Where the fields of the form are in a ServiceEntry. */
export const serviceEntryPlaces: readonly Place[] = [
  ...objectPlaces,
  both(["ports", step.index, "port"], ["spec", "ports", step.index, "number"]),
  specPlaces,
];
