import { texts } from "./texts";

/** Trades the token for a session cookie. Null when it worked, else what to tell the user. Never throws. */
export async function signIn(token: string): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, application/problem+json" },
      body: JSON.stringify({ token }),
    });
  } catch {
    return texts.unreachable;
  }
  if (response.ok) return null;
  if (response.status === 401 || response.status === 403) return texts.wrongToken;
  const problem: unknown = await response.json().catch(() => null);
  const detail = problem && typeof problem === "object" && "detail" in problem ? problem.detail : undefined;
  return typeof detail === "string" && detail ? detail : texts.signInFailed({ status: response.status });
}
