import { createHmac, randomBytes } from "node:crypto";
import { sameText } from "../../http/authentication";

/** Keeps a sign-in in progress with the browser that began it. */
export const flowCookie = "lamia_oidc";
export const flowLifeInSeconds = 600;

/**
 * What ties the provider's answer to the browser that asked: state (RFC 6749, section 10.12), nonce (OpenID Connect
 * Core 1.0, section 3.1.2.1), and PKCE's verifier (RFC 7636). All of them follow from one random value, which only the
 * browser's cookie holds, so the server stores nothing.
 */
export interface Flow {
  cookie: string;
  state: string;
  nonce: string;
  verifier: string;
}

export function newFlow(now: Date): Flow {
  return flowOf(`${Math.floor(now.getTime() / 1000).toString(36)}.${randomBytes(32).toString("base64url")}`);
}

/** The flow of the cookie if it began within ten minutes, and the answer has its state. */
export function continuedFlow(cookie: string | undefined, state: string | null, now: Date): Flow | null {
  const [began = "", random] = cookie?.split(".") ?? [];
  const ageInSeconds = now.getTime() / 1000 - Number.parseInt(began, 36);
  const isFresh = ageInSeconds >= -1 && ageInSeconds <= flowLifeInSeconds;
  if (cookie === undefined || random === undefined || random.length < 43 || !isFresh) return null;
  const flow = flowOf(cookie);
  return state !== null && sameText(state, flow.state) ? flow : null;
}

function flowOf(cookie: string): Flow {
  const derived = (what: string) => createHmac("sha256", cookie).update(what).digest("base64url");
  return { cookie, state: derived("state"), nonce: derived("nonce"), verifier: derived("verifier") };
}
