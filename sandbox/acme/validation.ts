import { createHash } from "node:crypto";
import type { Authority } from "./authority";
import { validLifetime } from "./authorizations";
import { LookupFailure, newIteration } from "./dns/iteration";
import { type TxtFinding, txtEverywhere } from "./dns/txt-everywhere";
import { AcmeProblem } from "./problem";
import type { AuthorizationRecord, ChallengeRecord } from "./store";

/** Validates the challenge after the CA's own delay; what it finds is kept in the two records. */
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

/** The TXT value of a dns-01 challenge (RFC 8555 §8.4). */
export function txtValue(token: string, thumbprint: string): string {
  return createHash("sha256").update(`${token}.${thumbprint}`).digest("base64url");
}

async function validate(
  authority: Authority,
  authorization: AuthorizationRecord,
  challenge: ChallengeRecord,
): Promise<AcmeProblem | undefined> {
  const account = authority.store.accounts.get(authorization.accountId);
  if (!account) return new AcmeProblem("serverInternal", "The authorization's account is gone.");
  const expected = txtValue(challenge.token, account.thumbprint);
  const name = `_acme-challenge.${authorization.identifier.value}`;
  try {
    const findings = await txtEverywhere(newIteration(authority.dns), name);
    return judge(findings, name, expected);
  } catch (error) {
    if (error instanceof LookupFailure) return new AcmeProblem("dns", `DNS problem: ${error.message}`);
    return new AcmeProblem("serverInternal", "The validation failed inside the CA.");
  }
}

/** The problem of the first server that lacks the value; undefined when all servers have it. */
export function judge(findings: TxtFinding[], name: string, expected: string): AcmeProblem | undefined {
  const bad = findings.find(({ values }) => !values.includes(expected));
  if (!bad) return undefined;
  // Where some server had it, the others lag: that is what validation from other places would run into.
  const some = findings.some(({ values }) => values.includes(expected));
  const prefix = some ? "During secondary validation: " : "";
  const where = `(asked at ${bad.server})`;
  if (bad.failure) return new AcmeProblem("dns", `${prefix}DNS problem: ${bad.failure.text} ${where}`);
  const [first, ...more] = bad.values;
  if (first === undefined)
    return new AcmeProblem("unauthorized", `${prefix}No TXT record found at ${name} ${where}`);
  const others = more.length > 0 ? ` (and ${more.length} more)` : "";
  return new AcmeProblem(
    "unauthorized",
    `${prefix}Incorrect TXT record "${first}"${others} found at ${bad.owner} ${where}`,
  );
}
