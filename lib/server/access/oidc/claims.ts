/** What the provider says of a user who has signed in there. */
export interface IssuerUser {
  /** Never given to anybody else there (OpenID Connect Core 1.0, section 2); an email address may be. */
  subject: string;
  name: string;
  /** Empty if the provider doesn't say. */
  email: string;
  isEmailVerified: boolean;
  groups: string[];
  /** The provider's own session. */
  sessionId: string | null;
}

export interface ClaimRules {
  groupsClaim: string;
  required: { claim: string; value: string } | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

const mostGroups = 500;
const longest = 254;

export function issuerUserOf(claims: Claims, { groupsClaim }: ClaimRules): IssuerUser {
  const email = textOf(claims.email) || emailIn(claims.preferred_username);
  return {
    subject: String(claims.sub),
    name:
      textOf(claims.name) || textOf(claims.preferred_username) || email || String(claims.sub).slice(0, 100),
    email: email.toLowerCase(),
    isEmailVerified: claims.email_verified === true,
    groups: textsOf(claimAt(claims, groupsClaim)).slice(0, mostGroups),
    sessionId: textOf(claims.sid) || null,
  };
}

/** Whether these claims lack something that the provider may say when it is asked again, at its UserInfo endpoint. */
export function areIncomplete(claims: Claims, { groupsClaim, required }: ClaimRules): boolean {
  const wanted = ["email", "name", groupsClaim, ...(required ? [required.claim] : [])];
  return wanted.some((name) => claimAt(claims, name) === undefined);
}

/** Whether the claim that the installation requires is there, alone or among several values. */
export function hasRequiredClaim(claims: Claims, { required }: ClaimRules): boolean {
  if (!required) return true;
  const value = claimAt(claims, required.claim);
  return (Array.isArray(value) ? value : [value]).some(
    (each) => ["string", "number", "boolean"].includes(typeof each) && String(each) === required.value,
  );
}

/** By its whole name, which may contain dots, or by a path, such as Keycloak's `realm_access.roles`. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

function textsOf(value: unknown): string[] {
  const values = (Array.isArray(value) ? value : [value]).map(textOf);
  return [...new Set(values.filter((each) => each !== ""))].sort();
}

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value.trim() : "";
  return text.length <= longest && text.isWellFormed() && !text.includes("\0") ? text : "";
}

function emailIn(value: unknown): string {
  const text = textOf(value);
  return /^[^@\s]+@[^@\s]+$/.test(text) ? text : "";
}
