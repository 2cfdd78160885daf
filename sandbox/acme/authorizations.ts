import { randomBytes } from "node:crypto";
import type { Authority } from "./authority";
import type { Identifier } from "./identifier";
import { isObject } from "./jws";
import { AcmeProblem } from "./problem";
import { randomId } from "./random-id";
import type { AuthorizationRecord, ChallengeRecord } from "./records";
import type { AcmeResponse, SignedRequest } from "./request";
import { paths } from "./urls";

const day = 24 * 3600 * 1000;
export const pendingLifetime = 7 * day;
export const validLifetime = 30 * day;

/** A pending authorization for one name of an order, or a valid one of the account where reuse is on. */
export function authorizationFor(
  authority: Authority,
  accountId: string,
  name: Identifier,
): AuthorizationRecord {
  const wildcard = name.value.startsWith("*.");
  const value = wildcard ? name.value.slice(2) : name.value;
  const known = authority.reuseAuthorizations && validAuthorization(authority, accountId, name.value);
  if (known) return known;
  const authorization: AuthorizationRecord = {
    id: randomId(),
    accountId,
    identifier: { type: "dns", value },
    wildcard,
    status: "pending",
    expiresAt: Date.now() + pendingLifetime,
    challenges: [
      { id: randomId(), type: "dns-01", token: randomBytes(32).toString("base64url"), status: "pending" },
    ],
  };
  authority.store.authorizations.set(authorization.id, authorization);
  return authorization;
}

/** The account's valid authorization for exactly this name ("*.a.test" and "a.test" are two). */
export function validAuthorization(
  authority: Authority,
  accountId: string,
  name: string,
): AuthorizationRecord | undefined {
  for (const candidate of authority.store.authorizations.values()) {
    const covered = candidate.wildcard ? `*.${candidate.identifier.value}` : candidate.identifier.value;
    if (candidate.accountId !== accountId || covered !== name) continue;
    if (candidate.status === "valid" && candidate.expiresAt > Date.now()) return candidate;
  }
  return undefined;
}

/** The authorization resource: reading, and deactivation (RFC 8555 §7.5, §7.5.2). */
export function showAuthorization(request: SignedRequest): AcmeResponse {
  const { authority, payload } = request;
  const authorization = ownAuthorization(request);
  expire(authorization);
  if (payload !== "") {
    if (!isObject(payload) || payload.status !== "deactivated") {
      throw new AcmeProblem("malformed", 'An authorization can only be given the status "deactivated".');
    }
    if (authorization.status === "pending" || authorization.status === "valid") {
      authorization.status = "deactivated";
      authority.changed();
    }
  }
  const { identifier, status, expiresAt, wildcard, challenges } = authorization;
  const waiting = challenges.some((challenge) => challenge.status === "processing");
  return {
    status: 200,
    ...(waiting ? { headers: { "retry-after": retryAfter(authority.validationSeconds) } } : {}),
    body: {
      identifier,
      status,
      expires: new Date(expiresAt).toISOString(),
      challenges: challenges.map((challenge) => challengeView(authority, authorization, challenge)),
      ...(wildcard ? { wildcard: true } : {}),
    },
  };
}

/** @throws malformed (404) when there is none at the address, unauthorized when it is another account's. */
export function ownAuthorization({ authority, account, parts }: SignedRequest): AuthorizationRecord {
  const authorization = authority.store.authorizations.get(parts[0] ?? "");
  if (!authorization) throw new AcmeProblem("malformed", "There is no such authorization.", { status: 404 });
  if (authorization.accountId !== account?.id) {
    throw new AcmeProblem("unauthorized", "The authorization is another account's.");
  }
  return authorization;
}

export function challengeView(
  authority: Authority,
  authorization: AuthorizationRecord,
  { id, type, token, status, validatedAt, error }: ChallengeRecord,
): Record<string, unknown> {
  return {
    type,
    url: authority.origin + paths.challenge(authorization.id, id),
    status,
    token,
    ...(validatedAt === undefined ? {} : { validated: new Date(validatedAt).toISOString() }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Retry-After is whole seconds (RFC 9110 §10.2.3), at least one so that nobody polls in a tight loop. */
export function retryAfter(seconds: number): string {
  return String(Math.max(1, Math.ceil(seconds)));
}

/** An authorization past its time is expired, whatever it was before. */
export function expire(authorization: AuthorizationRecord): void {
  const { status, expiresAt } = authorization;
  if ((status === "pending" || status === "valid") && expiresAt <= Date.now())
    authorization.status = "expired";
}
