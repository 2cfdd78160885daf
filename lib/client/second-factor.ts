import { ApiProblem, request } from "./request";
import type { Refusal } from "./sign-in";

const path = "/account/second-factor";

/** The answer is the only one with the key of the app. Never throws what the user can correct. */
export function beginApp(password: string): Promise<{ secret: string; uri: string } | Refusal> {
  return refusable(request("POST", `${path}/app`, { password }));
}

/** Recovery codes come with the first second factor. */
export function confirmApp(code: string): Promise<{ recoveryCodes: string[] | null } | Refusal> {
  return refusable(request("PUT", `${path}/app`, { code }));
}

export async function removeApp(password: string): Promise<object | Refusal> {
  return refusable(request<void>("POST", `${path}/app/removal`, { password }).then(() => ({})));
}

export function makeRecoveryCodes(password: string): Promise<{ recoveryCodes: string[] } | Refusal> {
  return refusable(request("POST", `${path}/recovery-codes`, { password }));
}

/** The answer, or why there is none, and for which field. */
export async function refusable<Answer extends object>(asked: Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await asked;
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    const [error] = thrown.problem.errors ?? [];
    return { message: error?.message ?? thrown.message, field: error && String(error.path[0]) };
  }
}
