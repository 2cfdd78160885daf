import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { DnsChallenge, OrderState } from "@/lib/gateway/world";
import type { Polling } from "./polling";
import { problemDocument, sentenceOf } from "./problem";

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
export type AuthorizationDocument = z.infer<typeof authorizationDocument>;

export interface KnownAuthorization extends AuthorizationDocument {
  /** What the TXT record has to say (RFC 8555, section 8.4); null where the CA offers no DNS challenge. */
  txtValue: string | null;
}

/** What this process knows of an order: spares requests, is lost without harm. */
export interface KnownOrder {
  order: OrderDocument;
  authorizations: KnownAuthorization[] | null;
  /** True once the CA was told of every pending challenge by this process. */
  accepted: boolean;
  /** True once this process has sent the signing request. */
  finalized: boolean;
  /** Until then the order is as it was seen. */
  polling: Polling;
}

interface OrderMemory {
  get(url: string): KnownOrder | undefined;
  set(url: string, known: KnownOrder): KnownOrder;
  forget(url: string): void;
}

const maxKept = 5_000;

export function orderMemory(): OrderMemory {
  const kept = new Map<string, KnownOrder>();
  return {
    get: (url) => kept.get(url),
    set(url, known) {
      const oldest = kept.size >= maxKept && !kept.has(url) ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(url, known);
      return known;
    },
    forget: (url) => void kept.delete(url),
  };
}

interface DnsChallengeDocument {
  type: "dns-01";
  url: string;
  status: "pending" | "processing" | "valid" | "invalid";
  token: string;
}

export function dnsChallengeOf({ challenges }: AuthorizationDocument): DnsChallengeDocument | null {
  const found = challenges.find(({ type }) => type === "dns-01");
  if (!found) return null;
  const { url, status, token } = found;
  return { type: "dns-01", url, status, token };
}

/** What the domain sees of an order (RFC 8555, section 7.1.6). */
export function orderState(known: KnownOrder, nowMs: number): OrderState {
  const { order, authorizations, accepted } = known;
  const all = authorizations ?? [];
  switch (order.status) {
    case "pending":
      return {
        status: "pending",
        // A name that is valid already may have been proved in another way than by DNS.
        challenges: all.filter(needsUs).map((authorization) => ({
          ...txtRecord(authorization),
          status: challengeStatus(authorization, accepted),
        })),
      };
    case "invalid":
      return {
        status: "invalid",
        problem: problemOf(known) ?? "The CA gave no reason.",
        gone: order.expires !== undefined && Date.parse(order.expires) < nowMs,
      };
    default:
      return { status: order.status };
  }
}

function needsUs({ status, challenges }: AuthorizationDocument): boolean {
  return status !== "valid" || challenges.some(({ type }) => type === "dns-01");
}

/** The record that proves the control of a name. Throws `rejected` when the CA validates in other ways only. */
function txtRecord({ identifier, txtValue }: KnownAuthorization): DnsChallenge {
  if (txtValue !== null)
    return { name: `_acme-challenge.${identifier.value.toLowerCase()}`, value: txtValue };
  throw new Failure("rejected", `The CA offers no DNS challenge for ${identifier.value}.`, {
    remedy: "Choose a CA that validates by dns-01.",
  });
}

function challengeStatus(
  authorization: AuthorizationDocument,
  accepted: boolean,
): "pending" | "processing" | "valid" {
  if (authorization.status === "valid") return "valid";
  const status = dnsChallengeOf(authorization)?.status;
  if (status === "valid") return "valid";
  return accepted || status === "processing" ? "processing" : "pending";
}

/** The first reason there is: of a challenge, which says what failed, before that of the order. */
function problemOf({ order, authorizations }: KnownOrder): string | null {
  const challenges = (authorizations ?? []).flatMap((authorization) => authorization.challenges);
  const documents = [...challenges.map(({ error }) => error), order.error];
  const sentences = documents.flatMap((document) => (document ? [sentenceOf(document)] : []));
  return sentences.find((sentence) => sentence !== "") ?? null;
}
