import { randomBytes } from "node:crypto";
import { type AcmeResponse, type Authority, paths, type SignedRequest } from "./authority";
import { isObject } from "./jws";
import { AcmeProblem, type Identifier } from "./problem";
import { type AuthorizationRecord, type ChallengeRecord, randomId } from "./store";
import { validate } from "./validate";

const day = 24 * 3600 * 1000;
export const pendingLifetime = 7 * day;
export const validLifetime = 30 * day;

/** A pending authorization for one name of an order, or a valid one of the account where reuse is enabled. */
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
    identifier: { type: name.type, value },
    wildcard,
    status: "pending",
    expiresAt: Date.now() + pendingLifetime,
    challenges: challengeTypesFor(name).map(newChallenge),
  };
  authority.store.authorizations.set(authorization.id, authorization);
  return authorization;
}

/** A wildcard can only be validated by DNS, and an IP address (RFC 8738, section 7) only without. */
function challengeTypesFor({ type, value }: Identifier): ChallengeRecord["type"][] {
  if (type === "ip") return ["http-01"];
  return value.startsWith("*.") ? ["dns-01"] : ["dns-01", "http-01"];
}

function newChallenge(type: ChallengeRecord["type"]): ChallengeRecord {
  return { id: randomId(), type, token: randomBytes(32).toString("base64url"), status: "pending" };
}

/** The account's valid authorization for exactly this name; "*.a.test" and "a.test" are different names. */
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

/**
 * @throws malformed (404) when there is no authorization at the address, unauthorized when another account owns it.
 */
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

/** Retry-After is in whole seconds (RFC 9110 §10.2.3), and at least one so that no client polls in a tight loop. */
export function retryAfter(seconds: number): string {
  return String(Math.max(1, Math.ceil(seconds)));
}

/** An authorization past its expiry is expired, whatever its status was. */
export function expire(authorization: AuthorizationRecord): void {
  const { status, expiresAt } = authorization;
  if ((status === "pending" || status === "valid") && expiresAt <= Date.now())
    authorization.status = "expired";
}

/**
 * The challenge resource: POST-as-GET reads it, and `{}` says that the record is in place (RFC 8555 §7.5.1).
 * Repeating `{}` while the CA validates or afterwards changes nothing.
 */
export function showChallenge(request: SignedRequest): AcmeResponse {
  const { authority, payload, parts } = request;
  const authorization = ownAuthorization(request);
  const challenge = authorization.challenges.find(({ id }) => id === parts[1]);
  if (!challenge) throw new AcmeProblem("malformed", "There is no such challenge.", { status: 404 });
  expire(authorization);
  if (payload !== "") {
    if (!isObject(payload))
      throw new AcmeProblem("malformed", "A challenge is accepted with an empty object.");
    if (authorization.status === "expired" || authorization.status === "deactivated") {
      throw new AcmeProblem("malformed", `The authorization is ${authorization.status}.`);
    }
    if (challenge.status === "pending") {
      challenge.status = "processing";
      authority.changed();
      validateLater(authority, authorization, challenge);
    }
  }
  const up = `<${authority.origin}${paths.authorization(authorization.id)}>;rel="up"`;
  return {
    status: 200,
    headers: {
      link: [up],
      ...(challenge.status === "processing"
        ? { "retry-after": retryAfter(authority.validationSeconds) }
        : {}),
    },
    body: challengeView(authority, authorization, challenge),
  };
}

/** Validates the challenge after the CA's delay, and records the result in the challenge and its authorization. */
export function validateLater(
  authority: Authority,
  authorization: AuthorizationRecord,
  challenge: ChallengeRecord,
): void {
  authority.later(authority.validationSeconds, async () => {
    const problem = await validate(authority, authorization, challenge);
    if (authorization.status !== "pending") return;
    if (problem) {
      challenge.status = "invalid";
      challenge.error = { ...problem.document, identifier: authorization.identifier };
      authorization.status = "invalid";
    } else {
      challenge.status = "valid";
      challenge.validatedAt = Date.now();
      authorization.status = "valid";
      authorization.expiresAt = Date.now() + validLifetime;
    }
    authority.changed();
  });
}
