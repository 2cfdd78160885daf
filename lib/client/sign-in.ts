import type { Problem } from "@/lib/api/problem";
import { catalogue } from "@/lib/text/catalogue";

/** Apart from those that every page loads. */
const texts = catalogue({
  unreachable: "The panel’s server didn’t answer. Check that it is running, then try again.",
  wrongToken: "This isn’t the server’s token.",
  wrongPassword: "The email address or the password is wrong.",
  signInFailed: "Sign-in failed (HTTP {status}). Try again.",
});

/** Why a sign-in failed, for the user, and which field is wrong if it is one. */
export interface Refusal {
  message: string;
  field?: string | undefined;
}

/** Exchanges the token for a session cookie. Returns null on success. Never throws. */
export function signIn(token: string): Promise<Refusal | null> {
  return enter("", { token }, texts.wrongToken);
}

/** Signs a user in, who from then on is who the browser's requests come from. */
export function signInUser(email: string, password: string): Promise<Refusal | null> {
  return enter("", { email, password }, texts.wrongPassword);
}

/** Creates the user of a one-time link, and signs in. */
export function createUser(
  link: string,
  user: { name: string; email: string; password: string },
): Promise<Refusal | null> {
  return enter("/link", { link, ...user });
}

/** Sets a password with a one-time link of an admin. Signs nobody in. */
export function setPassword(link: string, password: string): Promise<Refusal | null> {
  return enter("/link/password", { link, password });
}

async function enter(path: string, body: object, wrong?: string): Promise<Refusal | null> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/session${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, application/problem+json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { message: texts.unreachable };
  }
  if (response.ok) return null;
  if (wrong !== undefined && (response.status === 401 || response.status === 403)) return { message: wrong };
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const error = problem?.errors?.[0];
  const message = error?.message || problem?.detail || texts.signInFailed({ status: response.status });
  return { message, field: error?.path.length ? String(error.path[0]) : undefined };
}
