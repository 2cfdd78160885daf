import { z } from "zod";
import { Failure, type FailureKind } from "@/lib/gateway/failure";
import { type AcmeResponse, jsonOf, retryAfterSeconds, statedRetryAfter } from "./http";

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
  /** Without the `urn:ietf:params:acme:error:` prefix, e.g. `badNonce`; empty when the CA named none. */
  readonly type: string;
  /** The CA's own sentence. */
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;
  /** True when the CA asked for a longer pause than Lamia keeps. */
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
  words: string;
  remedy?: string;
}

const meanings: Record<string, Meaning> = {
  rateLimited: { kind: "rate-limited", words: "asks for a pause" },
  serverInternal: { kind: "unreachable", words: "is out of order" },
  badNonce: { kind: "unreachable", words: "accepts no nonce at the moment" },
  orderNotReady: { kind: "conflict", words: "says that the order is not ready" },
  userActionRequired: {
    kind: "refused",
    words: "wants a person to act",
    remedy: "Do what the CA says, most often: read and agree to its new terms of service.",
  },
  unauthorized: {
    kind: "refused",
    words: "refuses the account",
    remedy: "See whether the account was deactivated; delete its Secret to register a new one.",
  },
  accountDoesNotExist: {
    kind: "refused",
    words: "does not know the account",
    remedy: "Delete the Secret of the ACME account to register a new one.",
  },
  externalAccountRequired: {
    kind: "unconfigured",
    words: "wants an external account",
    remedy: "Set LAMIA_ACME_EAB_KID and LAMIA_ACME_EAB_HMAC_FILE to what the CA hands out.",
  },
  invalidContact: {
    kind: "unconfigured",
    words: "does not accept the contact",
    remedy: "Set LAMIA_ACME_EMAIL to an address that receives mail.",
  },
  unsupportedContact: {
    kind: "unconfigured",
    words: "does not accept the contact",
    remedy: "Set LAMIA_ACME_EMAIL to an e-mail address.",
  },
  rejectedIdentifier: {
    kind: "rejected",
    words: "issues no certificate for this name",
    remedy: "Choose another Secured Host, or ask the CA why it does not serve this one.",
  },
  unsupportedIdentifier: {
    kind: "rejected",
    words: "issues no certificate for such a name",
    remedy: "Choose a Secured Host that is a DNS name.",
  },
  caa: {
    kind: "rejected",
    words: "is not allowed to issue by a CAA record",
    remedy: "Add the CA to the CAA record of the domain, or remove the record.",
  },
};

/** A refusal in our words, followed by the CA's detail, which is written for the person who asked. */
export function problemFailure(problem: AcmeProblem, title: string): Failure {
  const meaning = meanings[problem.type] ?? byStatus(problem.status);
  const seconds = problem.retryAfterSeconds ?? (meaning.kind === "rate-limited" ? 3_600 : undefined);
  return new Failure(
    meaning.kind,
    `${title} ${meaning.words}${problem.detail ? `: ${problem.detail}` : "."}${problem.wantsLonger ? " It asks for a longer pause than a day; Lamia asks again after one." : ""}`,
    {
      cause: problem,
      ...(meaning.remedy === undefined ? {} : { remedy: meaning.remedy }),
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    },
  );
}

function byStatus(status: number): Meaning {
  if (status === 429) return { kind: "rate-limited", words: "asks for a pause" };
  if (status >= 500 || status === 408) return { kind: "unreachable", words: `is out of order (${status})` };
  return { kind: "rejected", words: `rejected the request (${status})` };
}
