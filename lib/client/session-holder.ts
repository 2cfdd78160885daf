import type { Problem } from "@/lib/api/problem";
import { texts } from "./texts";

/** Lets the user sign in again; resolves to true on success, and to false when they cancel. */
export type SignInAgain = () => Promise<boolean>;

let holder: SignInAgain | null = null;
let asking: Promise<boolean> | null = null;

/**
 * While a form is open, a request without a session waits for a sign-in over the page and is repeated, instead of
 * going to the page "Sign in". Returns the function that ends this.
 */
export function holdSession(signInAgain: SignInAgain): () => void {
  holder = signInAgain;
  return () => {
    if (holder === signInAgain) holder = null;
  };
}

/** Asks once for all requests without a session; null when no form is open. */
export function sessionRegained(): Promise<boolean> | null {
  if (!holder) return null;
  asking ??= holder().finally(() => {
    asking = null;
  });
  return asking;
}

/** Whether a form is open that the user must not lose when the session ends. */
export function isFormOpen(): boolean {
  return holder !== null;
}

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
