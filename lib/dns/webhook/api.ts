import { RE2JS } from "re2js";
import { z } from "zod";
import { ApiError, networkCodes, notAnAnswer, secondsUntil } from "../hosted/http";

/**
 * The webhook protocol of external-dns, version 1, as a client: `api/webhook.yaml` of kubernetes-sigs/external-dns. A 5xx
 * answer asks for a retry, a 4xx answer is final.
 */
const mediaType = "application/external.dns.webhook+json;version=1";
const timeoutMs = 30_000;
/** The most that external-dns itself reads. */
const largestAnswerOctets = 32 * 1024 * 1024;

const endpoint = z.object({
  dnsName: z.string().min(1),
  recordType: z.string().min(1),
  targets: z.array(z.string()).default([]),
  recordTTL: z.number().default(0),
  setIdentifier: z.string().optional(),
  labels: z.record(z.string(), z.string()).nullish(),
  providerSpecific: z.array(z.object({ name: z.string(), value: z.string().default("") })).nullish(),
});

/** A record set in the protocol. */
export type Endpoint = z.infer<typeof endpoint>;

/** `include` and the others are what external-dns writes and reads; `filters` is what its specification says. */
const domainFilter = z.object({
  filters: z.array(z.string()).nullish(),
  include: z.array(z.string()).nullish(),
  exclude: z.array(z.string()).nullish(),
  regexInclude: z.string().nullish(),
  regexExclude: z.string().nullish(),
});

export interface DomainFilter {
  /** Domains, without a leading dot; empty if there is no such list. */
  domains: readonly string[];
  /** Whether the webhook accepts records with this name. */
  matches(name: string): boolean;
}

export interface Changes {
  create: readonly Endpoint[];
  updateOld: readonly Endpoint[];
  updateNew: readonly Endpoint[];
  delete: readonly Endpoint[];
}

/** The code for an answer that isn't version 1 of the protocol. */
export const otherVersion = "NOT_VERSION_1";

/** Each throws `ApiError`. */
export interface WebhookApi {
  negotiate(): Promise<DomainFilter>;
  records(): Promise<Endpoint[]>;
  /** What the webhook would turn these into, for example with a TTL that it supports. */
  adjust(endpoints: readonly Endpoint[]): Promise<Endpoint[]>;
  apply(changes: Changes): Promise<void>;
}

export function webhookApi(baseUrl: string): WebhookApi {
  async function send(expected: 200 | 204, path: string, json?: unknown): Promise<Response> {
    const posted = json === undefined ? {} : { method: "POST", body: JSON.stringify(json) };
    const headers = { accept: mediaType, ...(json === undefined ? {} : { "content-type": mediaType }) };
    let response: Response;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      response = await fetch(`${baseUrl}${path}`, {
        ...posted,
        headers,
        signal,
        redirect: "error",
        cache: "no-store",
      });
    } catch (cause) {
      throw new ApiError({ status: 0, codes: networkCodes(cause), cause });
    }
    if (response.status === expected) return response;
    await response.body?.cancel();
    // Such as a proxy's page where the webhook says only that it is done.
    if (response.ok) throw new ApiError({ status: 0, codes: [notAnAnswer] });
    const retryAfterSeconds = secondsUntil(response.headers.get("retry-after"), Date.now());
    throw new ApiError({ status: response.status, retryAfterSeconds });
  }

  async function ask<Read>(schema: z.ZodType<Read>, path: string, json?: unknown): Promise<Read> {
    const response = await send(200, path, json);
    const type = response.headers.get("content-type")?.toLowerCase().replaceAll(/\s/g, "");
    if (type !== mediaType) {
      await response.body?.cancel();
      throw new ApiError({ status: 0, codes: [otherVersion] });
    }
    const parsed = schema.safeParse(await readJson(response));
    if (parsed.success) return parsed.data;
    throw new ApiError({ status: 0, codes: [notAnAnswer] });
  }

  // Go writes an empty list as null.
  const endpoints = z.array(endpoint).nullable();
  return {
    negotiate: async () => filterOf(await ask(domainFilter, "/")),
    records: async () => (await ask(endpoints, "/records")) ?? [],
    adjust: async (given) => (await ask(endpoints, "/adjustendpoints", given)) ?? [],
    async apply(changes) {
      await (await send(204, "/records", changes)).body?.cancel();
    },
  };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const parts: Uint8Array[] = [];
    let octets = 0;
    for await (const part of response.body ?? []) {
      octets += part.length;
      if (octets > largestAnswerOctets) return undefined;
      parts.push(part);
    }
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** As external-dns matches: a domain stands for itself and everything below it, one with a leading dot only for what is below. */
export function filterOf(given: z.input<typeof domainFilter>): DomainFilter {
  const plain = (list?: readonly string[] | null) =>
    (list ?? []).map((each) => each.trim().toLowerCase().replace(/\.$/, "")).filter(Boolean);
  const include = plain([...(given.include ?? []), ...(given.filters ?? [])]);
  const exclude = plain(given.exclude);
  const isIn = (name: string, domain: string) =>
    domain.startsWith(".") ? name.endsWith(domain) : name === domain || name.endsWith(`.${domain}`);
  const [including, excluding] = [given.regexInclude, given.regexExclude].map(expression);
  const domains = [...new Set(include.map((domain) => domain.replace(/^\./, "")))];
  if (including !== undefined || excluding !== undefined)
    return { domains, matches: (name) => excluding?.(name) !== true && including?.(name) !== false };
  return {
    domains,
    matches: (name) =>
      (include.length === 0 || include.some((domain) => isIn(name, domain))) &&
      !exclude.some((domain) => isIn(name, domain)),
  };
}

/** Undefined if there is none; an expression that can't be read here matches nothing. */
function expression(source: string | null | undefined): ((name: string) => boolean) | undefined {
  if (!source) return undefined;
  try {
    const compiled = RE2JS.compile(source);
    return (name) => compiled.matcher(name).find();
  } catch {
    return () => false;
  }
}
