import { errors as joseErrors } from "jose";
import { AuthorizationResponseError, ResponseBodyError } from "openid-client";
import { Failure } from "@/lib/gateway/failure";
import { ProblemError } from "../../http/problem-error";
import { texts } from "./texts";

/** Codes of the library for an answer that isn't the provider's, and isn't OIDC either. */
const noAnswerCodes = /RESPONSE_IS_NOT|PARSE_ERROR|TIMEOUT|ABORT|^E[A-Z]+$|UND_ERR/;

/**
 * What went wrong, for the user, and in a word for the log. Never the text of a library: it may quote tokens and
 * claims.
 */
export function failureOf(thrown: unknown, label: string): { problem: ProblemError; reason: string } {
  if (thrown instanceof ProblemError) return { problem: thrown, reason: thrown.problem.type };
  const causes = causesOf(thrown);
  const guard = causes.find((each) => each instanceof Failure);
  if (guard) return { problem: providerFailed(guard, label), reason: guard.message };
  const reason = causes.map(codeOf).find(Boolean) ?? "no-answer";
  if (thrown instanceof AuthorizationResponseError) {
    const text = thrown.error === "access_denied" ? texts.denied : texts.refusedThere;
    return { problem: signInNeeded(text({ label })), reason: plain(thrown.error) };
  }
  if (thrown instanceof ResponseBodyError) {
    const isOurs = ["invalid_client", "unauthorized_client"].includes(thrown.error);
    const problem = isOurs
      ? new ProblemError("provider-failed", texts.clientRefused({ label }))
      : signInNeeded(texts.refusedThere({ label }));
    return { problem, reason: plain(thrown.error) };
  }
  const isSilent = reason === "no-answer" || noAnswerCodes.test(reason);
  const problem = isSilent
    ? new ProblemError("provider-failed", texts.away({ label }))
    : signInNeeded(texts.notValid({ label }));
  return { problem, reason };
}

function providerFailed(failure: Failure, label: string): ProblemError {
  const isGuard = failure.kind === "refused";
  return new ProblemError("provider-failed", isGuard ? texts.notAllowed({ label }) : failure.message);
}

function signInNeeded(detail: string): ProblemError {
  return new ProblemError("sign-in-needed", detail);
}

function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let each = thrown; each !== undefined && causes.length < 6; each = causeOf(each)) causes.push(each);
  return causes;
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof joseErrors.JOSEError) return thrown.code;
  if (!(thrown instanceof Error)) return "";
  if (thrown.name === "TimeoutError" || thrown.name === "AbortError") return "TIMEOUT";
  const code = (thrown as { code?: unknown }).code;
  return typeof code === "string" ? plain(code) : "";
}

/** Error codes are short words (RFC 6749, section 4.1.2.1); anything else isn't one. */
function plain(code: string): string {
  return /^[\w-]{1,60}$/.test(code) ? code : "another-code";
}
