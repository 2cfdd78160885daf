import { z } from "zod";
import { labelProblem } from "../fields/dns-name";
import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { durationSchema } from "../fields/duration";
import { reporting } from "../fields/field-problem";
import { portNumberSchema } from "../fields/port-number";
import { destinationHostProblem } from "../fields/service-host";
import { checkedDnsText, checkedText } from "../fields/text";
import { retryOnProblem } from "./retry-on";
import { routeProblems } from "./route-rules";

const weightMessage = "A weight is a whole number from 0";
const largestWeight = 2_147_483_647;

const weightSchema = z.object({
  destination: checkedDnsText(destinationHostProblem).describe(
    "A service: its name, or the full name of one in another namespace",
  ),
  port: portNumberSchema.optional(),
  subset: checkedText((name) => (name === "" ? null : labelProblem(name))).optional(),
  weight: z
    .number({ error: weightMessage })
    .int(weightMessage)
    .min(0, weightMessage)
    .max(largestWeight, weightMessage),
});

export type WeightForm = z.output<typeof weightSchema>;

const attemptsMessage = "The number of attempts is a whole number from 0";

/**
 * One route: for which requests, and where they go. What belongs to HTTP only is refused on TCP and TLS
 * routes.
 */
export const routeFormSchema = z
  .object({
    name: z.string().trim().optional(),
    protocol: z
      .string()
      .trim()
      .toLowerCase()
      .overwrite((protocol) => (["grpc", "http2", "https"].includes(protocol) ? "http" : protocol))
      .pipe(z.enum(["http", "tls", "tcp"], { error: "The protocol of a route is http, grpc, tls or tcp" }))
      .default("http")
      .describe("gRPC is routed as HTTP; TLS ends at the gateway, so its traffic is HTTP here"),
    condition: z
      .string()
      .trim()
      .default("")
      .describe('Such as uri prefix "/service1"; empty for all requests'),
    timeout: durationSchema.optional(),
    rewrite: z
      .object({ uri: z.string().trim().optional(), authority: z.string().trim().optional() })
      .optional(),
    retries: z
      .object({
        attempts: z.number({ error: attemptsMessage }).int(attemptsMessage).min(0, attemptsMessage),
        perTryTimeout: durationSchema.optional(),
        retryOn: z
          .string()
          .overwrite((text) => text.replace(/\s+/g, ""))
          .pipe(checkedText(retryOnProblem))
          .optional(),
      })
      .optional(),
    redirect: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("Istio HTTPRedirect, instead of destinations"),
    directResponse: z.record(z.string(), z.unknown()).optional().describe("Istio HTTPDirectResponse"),
    delegate: z.object({ name: z.string(), namespace: z.string().optional() }).optional(),
    weights: z
      .array(weightSchema)
      .default([])
      .describe("Destinations, each with its share of the sum of weights"),
  })
  .overwrite(normalizeRoute)
  .superRefine(reporting(routeProblems));

export type RouteForm = z.output<typeof routeFormSchema>;

interface Emptyable {
  name?: string | undefined;
  timeout?: string | undefined;
  rewrite?: object | undefined;
  retries?: object | undefined;
  weights: object[];
}

/** Empty fields are absent, as a browser's form sends them empty. */
function normalizeRoute<T extends Emptyable>(route: T): T {
  const { rewrite, retries } = route;
  return dropUndefined({
    ...route,
    name: route.name || undefined,
    timeout: route.timeout || undefined,
    rewrite: rewrite && orAbsent(withoutEmpty(rewrite)),
    retries: retries && withoutEmpty(retries),
    weights: route.weights.map(withoutEmpty),
  }) as T;
}

function withoutEmpty<T extends object>(record: T): T {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== "" && value !== undefined),
  ) as T;
}
