import { z } from "zod";
import { matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import { dropUndefined, orAbsent, withoutEmpty } from "@/lib/istio/fields/drop-empty";
import { durationSchema } from "@/lib/istio/fields/duration";
import { checkedDnsText, checkedText, type FieldProblem, reporting } from "@/lib/istio/fields/field-problem";
import { portNumberSchema } from "@/lib/istio/fields/port";
import { destinationHostProblem } from "@/lib/istio/fields/service-host";
import { labelProblem } from "@/lib/model/dns-name";
import { texts } from "./texts";

const weightMessage = texts.weightNumber;
const largestWeight = 2_147_483_647;

const weightSchema = z.object({
  destination: checkedDnsText(destinationHostProblem).describe(texts.destinationHelp),
  port: portNumberSchema.optional(),
  subset: checkedText((name) => (name === "" ? null : labelProblem(name))).optional(),
  weight: z
    .number({ error: weightMessage })
    .int(weightMessage)
    .min(0, weightMessage)
    .max(largestWeight, weightMessage),
});

export type WeightForm = z.output<typeof weightSchema>;

const attemptsMessage = texts.attemptsNumber;

/**
 * One route: for which requests, and where they go. TCP and TLS routes can't have what belongs to HTTP only.
 */
export const routeFormSchema = z
  .object({
    name: z.string().trim().optional(),
    protocol: z
      .string()
      .trim()
      .toLowerCase()
      .overwrite((protocol) => (["grpc", "http2", "https"].includes(protocol) ? "http" : protocol))
      .pipe(z.enum(["http", "tls", "tcp"], { error: texts.protocolUnknown }))
      .default("http")
      .describe(texts.protocolHelp),
    condition: z
      .string()
      .trim()
      .default("")
      .describe(texts.conditionHelp({ example: 'uri prefix "/service1"' })),
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
    redirect: z.record(z.string(), z.unknown()).optional().describe(texts.redirectHelp),
    directResponse: z.record(z.string(), z.unknown()).optional().describe("Istio HTTPDirectResponse"),
    delegate: z.object({ name: z.string(), namespace: z.string().optional() }).optional(),
    weights: z.array(weightSchema).default([]).describe(texts.destinationsHelp),
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

/** Empty fields become absent, because a browser's form sends them empty. */
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

/** The conditions of `x-envoy-retry-on` and `x-envoy-retry-grpc-on`. Source: Envoy, router filter; Istio accepts no others. */
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

/** What is wrong with the conditions for a retry, such as `5xx,reset,503`, or `null`. */
function retryOnProblem(text: string): string | null {
  if (text === "") return null;
  const wrong = text.split(",").find((policy) => !policies.has(policy) && !isStatusCode(policy));
  if (wrong === undefined) return null;
  return wrong === "" ? texts.emptyRetry : texts.unknownRetry({ wrong });
}

function isStatusCode(text: string): boolean {
  const code = Number(text);
  return /^\d{3}$/.test(text) && statusCodes.some(([first, last]) => code >= first && code <= last);
}

/** Everything wrong with one route whose single fields are valid, in the order of the form. */
export function routeProblems(route: RouteForm): FieldProblem[] {
  return [condition, onlyHttp, retries, target, weights].flatMap((rule) => rule(route));
}

/** The server names of a TLS route; none if they aren't known. */
export function serverNames({ protocol, condition: text }: RouteForm): string[] {
  const parsed = protocol === "tls" ? parseCondition(text) : null;
  const result = parsed?.ok ? matchFromCondition(parsed.value, protocol) : null;
  const named = result?.ok && result.value.every(({ sniHosts }) => sniHosts);
  return named ? result.value.flatMap(({ sniHosts }) => sniHosts ?? []) : [];
}

/** What a TCP or TLS route can't have. */
const httpFields = [
  "name",
  "timeout",
  "rewrite",
  "retries",
  "redirect",
  "directResponse",
  "delegate",
] as const;

function condition(route: RouteForm): FieldProblem[] {
  const parsed = parseCondition(route.condition);
  const result = parsed.ok ? matchFromCondition(parsed.value, route.protocol) : parsed;
  if (!result.ok) {
    const { message, start } = result.problem;
    return [{ path: ["condition"], message: texts.atCharacter({ message, position: start + 1 }) }];
  }
  const complete = result.value.length > 0 && result.value.every(({ sniHosts }) => sniHosts);
  if (route.protocol !== "tls" || complete) return [];
  const message = texts.sniRequired({ example: 'sni "shop.example.com"' });
  return [{ path: ["condition"], message }];
}

function onlyHttp(route: RouteForm): FieldProblem[] {
  if (route.protocol === "http") return [];
  return httpFields
    .filter((field) => route[field] !== undefined)
    .map((field) => ({
      path: [field],
      message: texts.httpOnly({ protocol: route.protocol }),
    }));
}

function retries({ retries: settings }: RouteForm): FieldProblem[] {
  if (settings?.attempts !== 0 || !(settings.perTryTimeout || settings.retryOn)) return [];
  const message = texts.noAttempts;
  return [{ path: ["retries", "attempts"], message }];
}

function target({ weights, redirect, directResponse, delegate, rewrite }: RouteForm): FieldProblem[] {
  const others = [redirect, directResponse, delegate].filter(Boolean).length;
  if (weights.length === 0 && others === 0)
    return [{ path: ["weights"], message: texts.destinationRequired }];
  if (others > 1 || (others === 1 && weights.length > 0))
    return [
      {
        path: ["weights"],
        message: texts.oneTarget,
      },
    ];
  if (redirect && rewrite) return [{ path: ["rewrite"], message: texts.redirectRewrite }];
  return [];
}

/** Weights are shares of their sum, whatever it is. Source: Istio, `validateHTTPRouteDestinations`. */
function weights({ weights: list }: RouteForm): FieldProblem[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  if (list.length < 2 || total !== 0) return [];
  return [{ path: ["weights"], message: texts.allWeightsZero }];
}
