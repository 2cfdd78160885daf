import type { SecondStepView } from "@/lib/api/access";
import type { Problem } from "@/lib/api/problem";
import { catalogue } from "@/lib/text/catalogue";

/** Apart from those that every page loads. */
const texts = catalogue({
  unreachable: "The panel’s server didn’t answer. Check that it is running, then try again.",
  wrongToken: "This isn’t the server’s token.",
  wrongPassword: "The email address or the password is wrong.",
  signInFailed: "Sign-in failed (HTTP {status}). Try again.",
  providerNotOpened: "The sign-in page hasn’t opened. Try again.",
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

/**
 * Signs a user in, who from then on is who the browser's requests come from. Returns null on success, and what the second
 * factor may be if one is needed.
 */
export async function signInUser(email: string, password: string): Promise<Refusal | SecondStepView | null> {
  const answer = await sessionRequest("", { email, password }, texts.wrongPassword);
  if ("message" in answer) return answer;
  return answer.response.status === 200 ? ((await answer.response.json()) as SecondStepView) : null;
}

/** After `signInUser`, with a code of the app or a recovery code. `isOver`: only the password helps now. */
export async function finishSignIn(code: string): Promise<(Refusal & { isOver: boolean }) | null> {
  const answer = await sessionRequest("/second-factor", { code });
  if ("response" in answer) return null;
  return { ...answer, isOver: answer.status === 401 && answer.field === undefined };
}

/** A request of a sign-in: its answer, or why it was refused. */
export async function sessionRequest(
  path: string,
  body: object,
  wrong?: string,
): Promise<{ response: Response } | (Refusal & { status: number })> {
  const response = await post(path, body);
  const refusal = await refusalOf(response, wrong);
  if (refusal) return { ...refusal, status: response?.status ?? 0 };
  return { response: response as Response };
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

/** Where to go after coming back from the OIDC provider, kept in this tab. */
const nextKey = "lamia-next";

/** Whoever still sees this page then has stopped the browser or come back, or the provider is slow. */
const providerOpensWithinMs = 10_000;

/** Goes to the OIDC provider, and afterwards to `next`. Returns only if that isn't possible, or doesn't happen. */
export async function goToProvider(next: string): Promise<Refusal> {
  const begun = await post("/oidc", {});
  const refusal = await refusalOf(begun);
  if (refusal || !begun) return refusal ?? { message: texts.unreachable };
  const { url } = (await begun.json()) as { url: string };
  sessionStorage.setItem(nextKey, next);
  window.location.assign(url);
  // The page stays as it is until the provider's has loaded.
  await new Promise((resolve) => setTimeout(resolve, providerOpensWithinMs));
  return { message: texts.providerNotOpened };
}

/** Signs in with what the OIDC provider sent the browser back with. Returns where to go on, or why it failed. */
export async function comeFromProvider(query: string): Promise<{ next: string } | Refusal> {
  const refusal = await refusalOf(await post("/oidc/answer", { query }));
  if (refusal) return refusal;
  const next = sessionStorage.getItem(nextKey) ?? "/";
  sessionStorage.removeItem(nextKey);
  return { next };
}

async function enter(path: string, body: object, wrong?: string): Promise<Refusal | null> {
  return refusalOf(await post(path, body), wrong);
}

/** Null if the server doesn't answer. */
function post(path: string, body: object): Promise<Response | null> {
  return fetch(`/api/v1/session${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, application/problem+json" },
    body: JSON.stringify(body),
  }).catch(() => null);
}

async function refusalOf(response: Response | null, wrong?: string): Promise<Refusal | null> {
  if (!response) return { message: texts.unreachable };
  if (response.ok) return null;
  if (wrong !== undefined && (response.status === 401 || response.status === 403)) return { message: wrong };
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const error = problem?.errors?.[0];
  const message = error?.message || problem?.detail || texts.signInFailed({ status: response.status });
  return { message, field: error?.path.length ? String(error.path[0]) : undefined };
}
