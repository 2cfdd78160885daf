import { z } from "zod";
import { dropUndefined, orAbsent, withoutEmpty } from "@/lib/istio/fields/drop-empty";
import { durationSchema } from "@/lib/istio/fields/duration";
import { checkedDnsText, checkedText, reporting } from "@/lib/istio/fields/field-problem";
import { portNumberSchema } from "@/lib/istio/fields/port";
import { destinationHostProblem } from "@/lib/istio/fields/service-host";
import { labelProblem } from "@/lib/model/dns-name";
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
    weights: route.weights.map((weight) => withoutEmpty(weight)),
  }) as T;
}

/** What `x-envoy-retry-on` and `x-envoy-retry-grpc-on` know. Source: Envoy, router filter; Istio takes no others. */
const policies = new Set([
  ...["5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx"],
  ...["refused-stream", "retriable-status-codes", "retriable-headers", "envoy-ratelimited"],
  ...["http3-post-connect-failure"],
  ...["cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable"],
]);

/** Status codes that have a name (RFC 9110, and the IANA registry), first to last. */
const statusCodes: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** What is wrong with the conditions under which a request is tried again, such as `5xx,reset,503`, or `null`. */
function retryOnProblem(text: string): string | null {
  if (text === "") return null;
  const wrong = text.split(",").find((policy) => !policies.has(policy) && !isStatusCode(policy));
  if (wrong === undefined) return null;
  return wrong === ""
    ? "A condition between two commas is empty"
    : `“${wrong}” is no condition for another try; known are 5xx, gateway-error, connect-failure, reset, 503 …`;
}

function isStatusCode(text: string): boolean {
  const code = Number(text);
  return /^\d{3}$/.test(text) && statusCodes.some(([first, last]) => code >= first && code <= last);
}
