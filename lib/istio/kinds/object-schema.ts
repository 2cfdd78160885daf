import { z } from "zod";
import { repeated, reporting } from "../fields/field-problem";
import { texts } from "./texts";

/**
 * The structure of each kind: strict where the API server would silently drop a misspelled field, and loose in branches that
 * Lamia only carries along. The forms check what the fields mean. Source: the CRDs of Istio 1.2x.
 */
const text = z.string();
const strings = z.array(text);
const labels = z.record(text, text);
const number = z.number();
const anything = z.unknown().optional();

const metadata = z.looseObject({
  name: text,
  namespace: text.optional(),
  labels: labels.optional(),
  annotations: labels.optional(),
});

function object<Kind extends string, Spec extends z.ZodType>(kind: Kind, spec: Spec) {
  return z.strictObject({ apiVersion: text, kind: z.literal(kind), metadata, spec, status: anything });
}

export const gatewayObjectSchema = object(
  "Gateway",
  z.strictObject({
    selector: labels.optional(),
    servers: z
      .array(
        z.strictObject({
          name: text.optional(),
          bind: text.optional(),
          defaultEndpoint: text.optional(),
          hosts: strings,
          port: z.strictObject({ number, protocol: text, name: text, targetPort: number.optional() }),
          tls: z.looseObject({}).optional(),
        }),
      )
      // The form names the ports itself, so only an object can have a name twice.
      .superRefine(
        reporting((servers) =>
          repeated(
            servers,
            ({ port }) => port.name,
            (index) => [index, "port", "name"],
            (name) => texts.portNameTaken({ name }),
          ),
        ),
      ),
  }),
);

const stringMatch = z.strictObject({
  exact: text.optional(),
  prefix: text.optional(),
  regex: text.optional(),
});
const stringMatches = z.record(text, stringMatch);
const match = z.strictObject({
  name: text.optional(),
  uri: stringMatch.optional(),
  ignoreUriCase: z.boolean().optional(),
  scheme: stringMatch.optional(),
  method: stringMatch.optional(),
  authority: stringMatch.optional(),
  headers: stringMatches.optional(),
  withoutHeaders: stringMatches.optional(),
  queryParams: stringMatches.optional(),
  port: number.optional(),
  sniHosts: strings.optional(),
  destinationSubnets: strings.optional(),
  sourceSubnet: text.optional(),
  sourceLabels: labels.optional(),
  sourceNamespace: text.optional(),
  gateways: strings.optional(),
  statPrefix: text.optional(),
});
const destination = z.strictObject({
  host: text,
  subset: text.optional(),
  port: z.strictObject({ number: number.optional() }).optional(),
});
const routes = z
  .array(z.strictObject({ destination, weight: number.optional(), headers: anything }))
  .optional();
const http = z.strictObject({
  name: text.optional(),
  match: z.array(match).optional(),
  route: routes,
  redirect: z.looseObject({}).optional(),
  directResponse: z.looseObject({}).optional(),
  delegate: z.strictObject({ name: text.optional(), namespace: text.optional() }).optional(),
  rewrite: z.looseObject({ uri: text.optional(), authority: text.optional() }).optional(),
  timeout: text.optional(),
  retries: z
    .looseObject({ attempts: number.optional(), perTryTimeout: text.optional(), retryOn: text.optional() })
    .optional(),
  fault: anything,
  mirror: destination.optional(),
  mirrors: z.array(z.looseObject({ destination })).optional(),
  mirrorPercent: anything,
  mirror_percent: anything,
  mirrorPercentage: anything,
  corsPolicy: anything,
  headers: anything,
});
const plain = z.strictObject({ match: z.array(match).optional(), route: routes });

export const virtualServiceObjectSchema = object(
  "VirtualService",
  z.strictObject({
    hosts: strings.optional(),
    gateways: strings.optional(),
    http: z.array(http).optional(),
    tls: z.array(plain).optional(),
    tcp: z.array(plain).optional(),
    exportTo: strings.optional(),
  }),
);

export const destinationRuleObjectSchema = object(
  "DestinationRule",
  z.strictObject({
    host: text,
    subsets: z
      .array(z.strictObject({ name: text, labels: labels.optional(), trafficPolicy: anything }))
      .optional(),
    trafficPolicy: anything,
    exportTo: strings.optional(),
    workloadSelector: z.looseObject({ matchLabels: labels.optional() }).optional(),
  }),
);

export const serviceEntryObjectSchema = object(
  "ServiceEntry",
  z.strictObject({
    hosts: strings,
    addresses: strings.optional(),
    ports: z
      .array(z.strictObject({ number, name: text, protocol: text.optional(), targetPort: number.optional() }))
      .optional(),
    location: text.optional(),
    resolution: text.optional(),
    endpoints: anything,
    workloadSelector: anything,
    exportTo: strings.optional(),
    subjectAltNames: strings.optional(),
  }),
);

export const serviceObjectSchema = object(
  "Service",
  z.looseObject({
    type: text.optional(),
    selector: labels.optional(),
    ports: z
      .array(
        z.looseObject({
          port: number,
          name: text.optional(),
          protocol: text.optional(),
          targetPort: z.union([number, text]).optional(),
        }),
      )
      .optional(),
  }),
);
