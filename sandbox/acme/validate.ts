import { createHash } from "node:crypto";
import type { Authority } from "./authority";
import { LookupFailure, newIteration } from "./dns/iteration";
import { type TxtFinding, txtEverywhere } from "./dns/validation";
import { httpProblem } from "./http-validation";
import { AcmeProblem } from "./problem";
import type { AuthorizationRecord, ChallengeRecord } from "./store";

/** The TXT value of a dns-01 challenge (RFC 8555 §8.4). */
export function txtValue(token: string, thumbprint: string): string {
  return createHash("sha256").update(`${token}.${thumbprint}`).digest("base64url");
}

/** The reason why a challenge is not met; undefined when it is. */
export async function validate(
  authority: Authority,
  authorization: AuthorizationRecord,
  challenge: ChallengeRecord,
): Promise<AcmeProblem | undefined> {
  const account = authority.store.accounts.get(authorization.accountId);
  if (!account) return new AcmeProblem("serverInternal", "The authorization's account is gone.");
  const { token, type } = challenge;
  const expected = txtValue(token, account.thumbprint);
  const host = authorization.identifier.value;
  const name = `_acme-challenge.${host}`;
  try {
    if (type === "http-01") {
      const asked = { token, keyAuthorization: `${token}.${account.thumbprint}` };
      return await httpProblem(newIteration(authority.dns), host, asked, authority.httpPorts);
    }
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
  // If some servers had the value, the others lag; validation from several places would run into that.
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
