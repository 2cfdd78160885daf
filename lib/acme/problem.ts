import { z } from "zod";
import { clampedRetryAfter, Failure, type FailureKind } from "@/lib/gateway/failure";
import { texts } from "./texts";

const prefix = "urn:ietf:params:acme:error:";

export const problemDocument = z.object({
  type: z.string().default("about:blank"),
  detail: z.string().default(""),
  subproblems: z.array(z.object({ detail: z.string().default("") })).default([]),
});
export type ProblemDocument = z.infer<typeof problemDocument>;

/** A refusal of the CA (RFC 8555, section 6.7). */
export class AcmeProblem extends Error {
  readonly status: number;
  /** Without the `urn:ietf:params:acme:error:` prefix, for example `badNonce`; empty if the CA gave none. */
  readonly type: string;
  /** The CA's own sentence. */
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;
  /** True if the CA asked for a longer pause than Lamia's limit. */
  readonly wantsLonger: boolean;

  constructor(response: AcmeResponse) {
    const document = problemDocument.safeParse(jsonOf(response.text));
    const type = document.data?.type.startsWith(prefix) ? document.data.type.slice(prefix.length) : "";
    super(`The CA answered ${response.status} ${type}`);
    this.name = "AcmeProblem";
    this.status = response.status;
    this.type = type;
    this.detail = document.data ? sentenceOf(document.data) : "";
    this.retryAfterSeconds = retryAfterSeconds(response.headers, Date.now());
    this.wantsLonger = (statedRetryAfter(response.headers, Date.now()) ?? 0) > (this.retryAfterSeconds ?? 0);
  }
}

/** The CA's detail as one line of at most 400 characters. */
export function sentenceOf({ detail, subproblems }: ProblemDocument): string {
  const text = [detail, ...subproblems.map((sub) => sub.detail)].filter((part) => part !== "").join(" ");
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 400 ? `${line.slice(0, 399)}…` : line;
}

interface Meaning {
  kind: FailureKind;
  sentence: (values: { ca: string }) => string;
  remedy?: string;
}

const meanings: Record<string, Meaning> = {
  rateLimited: { kind: "rate-limited", sentence: texts.asksForPause },
  serverInternal: { kind: "unreachable", sentence: texts.outOfOrder },
  badNonce: { kind: "unreachable", sentence: texts.acceptsNoNonce },
  orderNotReady: { kind: "conflict", sentence: texts.orderNotReady },
  userActionRequired: {
    kind: "refused",
    sentence: texts.wantsAction,
    remedy: texts.doWhatCaSays,
  },
  unauthorized: {
    kind: "refused",
    sentence: texts.refusesAccount,
    remedy: texts.checkAccount,
  },
  accountDoesNotExist: {
    kind: "refused",
    sentence: texts.unknownAccount,
    remedy: texts.registerAnew,
  },
  externalAccountRequired: {
    kind: "unconfigured",
    sentence: texts.wantsExternalAccount,
    remedy: texts.setExternalAccount,
  },
  invalidContact: {
    kind: "unconfigured",
    sentence: texts.refusesContact,
    remedy: texts.setReachableEmail,
  },
  unsupportedContact: {
    kind: "unconfigured",
    sentence: texts.refusesContact,
    remedy: texts.setEmail,
  },
  rejectedIdentifier: {
    kind: "rejected",
    sentence: texts.refusesName,
    remedy: texts.chooseAnotherHost,
  },
  unsupportedIdentifier: {
    kind: "rejected",
    sentence: texts.refusesKindOfName,
    remedy: texts.chooseDnsName,
  },
  badRevocationReason: {
    kind: "rejected",
    sentence: texts.refusesReason,
    remedy: texts.chooseReason,
  },
  caa: {
    kind: "rejected",
    sentence: texts.caaForbids,
    remedy: texts.allowInCaa,
  },
};

/** A refusal in our words, followed by the CA's detail, which is written for whoever sent the request. */
export function problemFailure(problem: AcmeProblem, title: string): Failure {
  const meaning = meanings[problem.type] ?? byStatus(problem.status);
  const seconds = problem.retryAfterSeconds ?? (meaning.kind === "rate-limited" ? 3_600 : undefined);
  const what = meaning.sentence({ ca: title });
  const sentence = problem.detail
    ? texts.withDetail({ what, detail: problem.detail })
    : texts.withoutDetail({ what });
  const message = problem.wantsLonger ? texts.withLongPause({ sentence }) : sentence;
  return new Failure(meaning.kind, message, {
    cause: problem,
    ...(meaning.remedy === undefined ? {} : { remedy: meaning.remedy }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

function byStatus(status: number): Meaning {
  if (status === 429) return { kind: "rate-limited", sentence: texts.asksForPause };
  if (status >= 500 || status === 408)
    return { kind: "unreachable", sentence: ({ ca }) => texts.outOfOrderWith({ ca, status }) };
  return { kind: "rejected", sentence: ({ ca }) => texts.rejectedRequest({ ca, status }) };
}

const timeoutMs = 30_000;
/** RFC 8555, section 6.1, requires a User-Agent. */
const userAgent = "lamia";

export interface AcmeResponse {
  status: number;
  headers: Headers;
  text: string;
}

/** In bytes. No directory, order or chain is this long. */
const longestBody = 1_000_000;

/** Stops reading and throws `unreachable` if the body is too long. */
async function textOf(response: Response, host: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.byteLength;
    if (read > longestBody) throw new Failure("unreachable", texts.answerTooLong({ host }));
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * One HTTP exchange with a CA, over keep-alive connections. Throws `unreachable` if there was no answer, and whatever `ask`
 * throws.
 */
export async function acmeFetch(
  url: string,
  init: RequestInit,
  ask: typeof fetch = fetch,
): Promise<AcmeResponse> {
  const headers = new Headers(init.headers);
  headers.set("user-agent", userAgent);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await ask(url, { ...init, headers, signal, redirect: "error", cache: "no-store" });
    return {
      status: response.status,
      headers: response.headers,
      text: await textOf(response, new URL(url).host),
    };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("unreachable", noAnswer(new URL(url).host, cause), { cause });
  }
}

/** The URL in the Location header, which may be relative to the request's (RFC 9110, section 10.2.2). Null without one. */
export function locationOf({ headers }: Pick<AcmeResponse, "headers">, asked: string): string | null {
  const location = headers.get("location");
  return location && URL.canParse(location, asked) ? new URL(location, asked).href : null;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The seconds in Retry-After, which is a number or a date (RFC 9110, section 10.2.3). Limited to between a second and a day,
 * because 0 or a date in the past doesn't allow requests without a pause.
 */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const stated = statedRetryAfter(headers, nowMs);
  return stated === undefined ? undefined : clampedRetryAfter(stated);
}

/** The seconds in Retry-After, without a limit; undefined if it is neither a number nor a date. */
export function statedRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^-?\d+$/.test(value)) return Number(value);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.ceil((atMs - nowMs) / 1_000);
}

function noAnswer(host: string, thrown: unknown): string {
  const shape = z.object({ name: z.string().optional(), cause: z.object({ code: z.string() }).optional() });
  const { name, cause } = shape.safeParse(thrown).data ?? {};
  if (name === "TimeoutError") return texts.noAnswerWithin({ host, seconds: timeoutMs / 1_000 });
  return cause ? texts.noAnswerBecause({ host, code: cause.code }) : texts.noAnswer({ host });
}
