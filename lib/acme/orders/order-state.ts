import { z } from "zod";
import type { DnsChallenge } from "@/lib/gateway/certificate/pending-order";
import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import { Failure } from "@/lib/gateway/failure";
import { type ChallengeType, challengeTypes } from "@/lib/gateway/model";
import type { OrderState } from "@/lib/gateway/world";
import { addressForm } from "@/lib/model/dns-name";
import { problemDocument, sentenceOf } from "../problem";
import { texts } from "../texts";
import type { Polling } from "./pace";

/** RFC 8555, section 7.1.3. */
export const orderDocument = z.object({
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  expires: z.string().optional(),
  error: problemDocument.optional(),
  authorizations: z.array(z.url()).max(100),
  finalize: z.url(),
  certificate: z.url().optional(),
});
export type OrderDocument = z.infer<typeof orderDocument>;

/** RFC 8555, sections 7.1.4 and 7.1.5. */
export const authorizationDocument = z.object({
  identifier: z.object({ value: z.string() }),
  status: z.enum(["pending", "valid", "invalid", "deactivated", "expired", "revoked"]),
  challenges: z.array(
    z.object({
      type: z.string(),
      url: z.url(),
      status: z.enum(["pending", "processing", "valid", "invalid"]),
      token: z.string().default(""),
      error: problemDocument.optional(),
    }),
  ),
});
type AuthorizationDocument = z.infer<typeof authorizationDocument>;

export interface KnownAuthorization extends AuthorizationDocument {
  /** What the TXT record has to contain (RFC 8555, section 8.4); null if the CA offers no DNS challenge. */
  txtValue: string | null;
  /** What HTTP has to answer (RFC 8555, section 8.3); null if the CA offers no HTTP challenge. */
  httpAnswer?: { token: string; keyAuthorization: string } | null;
}

/** What this process knows about an order. It saves requests; losing it does no harm. */
export interface KnownOrder {
  order: OrderDocument;
  authorizations: KnownAuthorization[] | null;
  /** True once this process has asked the CA to validate every pending challenge. */
  accepted: boolean;
  /** True once this process has sent the signing request. */
  finalized: boolean;
  /** Until then, assume that the order hasn't changed. */
  polling: Polling;
}

interface OrderMemory<Known> {
  get(key: string): Known | undefined;
  set(key: string, known: Known): Known;
  forget(key: string): void;
}

const maxKept = 5_000;

/** Keeps a value for each of the latest orders. */
export function orderMemory<Known>(): OrderMemory<Known> {
  const kept = new Map<string, Known>();
  return {
    get: (key) => kept.get(key),
    set(key, known) {
      const oldest = kept.size >= maxKept && !kept.has(key) ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(key, known);
      return known;
    },
    forget: (key) => void kept.delete(key),
  };
}

interface ChallengeDocument {
  type: ChallengeType;
  url: string;
  status: "pending" | "processing" | "valid" | "invalid";
  token: string;
}

export function challengeOf(
  { challenges }: AuthorizationDocument,
  type: ChallengeType,
): ChallengeDocument | null {
  const found = challenges.find((each) => each.type === type);
  if (!found) return null;
  const { url, status, token } = found;
  return { type, url, status, token };
}

/** Whether it waits for a challenge to be answered. */
export function isOpen(authorization: {
  status: string;
  challenges: { type: string; status: string }[];
}): boolean {
  return (
    authorization.status === "pending" &&
    challengeTypes.some((type) => authorization.challenges.some((each) => each.type === type)) &&
    authorization.challenges.every(({ status }) => status === "pending")
  );
}

/** The order in the domain's terms (RFC 8555, section 7.1.6). */
export function orderState(known: KnownOrder, nowMs: number, type: ChallengeType = "dns-01"): OrderState {
  const { order, authorizations, accepted } = known;
  const all = authorizations ?? [];
  switch (order.status) {
    case "pending": {
      // Another challenge may have validated a name that is already valid.
      const open = all.filter((each) => needsUs(each, type));
      const statusOf = (each: AuthorizationDocument) => ({ status: challengeStatus(each, accepted, type) });
      if (type === "http-01")
        return {
          status: "pending",
          challenges: [],
          answers: open.map((each) => ({ ...httpAnswerOf(each), ...statusOf(each) })),
        };
      return {
        status: "pending",
        challenges: open.map((each) => ({ ...txtRecord(each), ...statusOf(each) })),
      };
    }
    case "invalid":
      return {
        status: "invalid",
        problem: problemOf(known) ?? texts.noReason,
        gone: order.expires !== undefined && Date.parse(order.expires) < nowMs,
      };
    default:
      return { status: order.status };
  }
}

function needsUs({ status, challenges }: AuthorizationDocument, wanted: ChallengeType): boolean {
  return status !== "valid" || challenges.some(({ type }) => type === wanted);
}

/** The record that proves control of a name. Throws `rejected` if the CA doesn't validate by DNS. */
function txtRecord({ identifier, txtValue }: KnownAuthorization): DnsChallenge {
  if (txtValue !== null)
    return { name: `_acme-challenge.${identifier.value.toLowerCase()}`, value: txtValue };
  throw new Failure("rejected", texts.noDnsChallenge({ name: identifier.value }), {
    remedy: texts.chooseDnsCa,
  });
}

/** Throws `rejected` if the CA doesn't validate by HTTP. */
function httpAnswerOf({ identifier, httpAnswer }: KnownAuthorization): HttpChallenge {
  if (httpAnswer)
    return { host: addressForm(identifier.value) ?? identifier.value.toLowerCase(), ...httpAnswer };
  throw new Failure("rejected", texts.noHttpChallenge({ name: identifier.value }), {
    remedy: texts.chooseHttpCa,
  });
}

function challengeStatus(
  authorization: AuthorizationDocument,
  accepted: boolean,
  type: ChallengeType,
): "pending" | "processing" | "valid" {
  if (authorization.status === "valid") return "valid";
  const status = challengeOf(authorization, type)?.status;
  if (status === "valid") return "valid";
  return accepted || status === "processing" ? "processing" : "pending";
}

/** The first reason. A challenge says what failed, so its reason comes before the order's. */
function problemOf({ order, authorizations }: KnownOrder): string | null {
  const challenges = (authorizations ?? []).flatMap((authorization) => authorization.challenges);
  const documents = [...challenges.map(({ error }) => error), order.error];
  const sentences = documents.flatMap((document) => (document ? [sentenceOf(document)] : []));
  return sentences.find((sentence) => sentence !== "") ?? null;
}
