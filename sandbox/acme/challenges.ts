import { challengeView, expire, ownAuthorization, retryAfter } from "./authorizations";
import { isObject } from "./jws";
import { AcmeProblem } from "./problem";
import type { AcmeResponse, SignedRequest } from "./request";
import { paths } from "./urls";
import { validateLater } from "./validation";

/**
 * The challenge resource: POST-as-GET reads it, `{}` says that the record stands (RFC 8555 §7.5.1). Saying so
 * again while it is processed or after it is decided changes nothing.
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
