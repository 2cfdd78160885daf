import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";

/** What an OIDC provider asks to end: the sessions of one of its own sessions, or all of a user. */
export interface LogoutToken {
  /** Counts once. */
  id: string;
  subject: string | null;
  sessionId: string | null;
  /** After that, the token is refused for its age. */
  expiresAt: Date;
}

interface Rules {
  issuer: string;
  clientId: string;
  keys: JWTVerifyGetKey;
  /** What the provider signs with; RS256 if it doesn't say. */
  algorithms: string[] | undefined;
  now: Date;
}

const event = "http://schemas.openid.net/event/backchannel-logout";
/** Providers send it at once; whoever gets hold of an old one can't use it. */
const longestAgeInSeconds = 300;
const toleranceInSeconds = 30;

/** OpenID Connect Back-Channel Logout 1.0, section 2.6, except whether the token was used before. Throws. */
export async function readLogoutToken(token: string, rules: Rules): Promise<LogoutToken> {
  const signing = (rules.algorithms ?? ["RS256"]).filter((each) => /^(RS|PS|ES|Ed)/.test(each));
  const { payload, protectedHeader } = await jwtVerify(token, rules.keys, {
    issuer: rules.issuer,
    audience: rules.clientId,
    algorithms: signing,
    maxTokenAge: longestAgeInSeconds,
    clockTolerance: toleranceInSeconds,
    requiredClaims: ["iss", "aud", "iat", "jti"],
    currentDate: rules.now,
  });
  const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, "");
  if (type !== undefined && type !== "jwt" && type !== "logout+jwt")
    throw new errors.JWTInvalid("another-kind");
  // An ID token may be signed alike, and has a nonce.
  if ("nonce" in payload) throw new errors.JWTInvalid("has-nonce");
  const events = payload.events as Record<string, unknown> | undefined;
  const isLogout = typeof events === "object" && events !== null && typeof events[event] === "object";
  if (!isLogout || events[event] === null) throw new errors.JWTInvalid("no-logout-event");
  const [subject, sessionId] = [payload.sub ?? null, typeof payload.sid === "string" ? payload.sid : null];
  if (subject === null && sessionId === null) throw new errors.JWTInvalid("about-nobody");
  const lastMs = ((payload.iat ?? 0) + longestAgeInSeconds + 2 * toleranceInSeconds) * 1000;
  return { id: String(payload.jti), subject, sessionId, expiresAt: new Date(lastMs) };
}
