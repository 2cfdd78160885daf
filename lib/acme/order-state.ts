import type { OrderState } from "@/lib/gateway/world";
import { dnsChallenge, dnsChallengeOf } from "./challenge";
import type { AuthorizationDocument } from "./order-documents";
import type { KnownOrder } from "./order-memory";
import { sentenceOf } from "./problem";

/** What the domain sees of an order (RFC 8555, section 7.1.6). */
export function orderState(known: KnownOrder, nowMs: number): OrderState {
  const { order, authorizations, thumbprint, accepted } = known;
  const all = authorizations ?? [];
  switch (order.status) {
    case "pending":
      return {
        status: "pending",
        // A name that is valid already may have been proved in another way than by DNS.
        challenges: all.filter(needsUs).map((authorization) => ({
          ...dnsChallenge(authorization, thumbprint),
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

function challengeStatus(
  authorization: AuthorizationDocument,
  accepted: boolean,
): "pending" | "processing" | "valid" {
  if (authorization.status === "valid") return "valid";
  const { status } = dnsChallengeOf(authorization);
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
