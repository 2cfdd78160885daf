import type { Problem } from "@/lib/api/problem";
import { isFormOpen, sessionRegained } from "./session-holder";
import { texts } from "./texts";

/** The API's answer to a failed request; `message` is its detail, which can be shown. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Sends a request to the API; the path is below /api/v1. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

let send: Send = (path, init) => fetch(`/api/v1${path}`, init);

/** A server that renders pages has the API in its own process, and no URL to call it by. */
export function sendThrough(other: Send): void {
  send = other;
}

/**
 * Calls the REST API below /api/v1. Throws `ApiProblem`. Without a session, an open form lets its user sign in and
 * the call is repeated; without a form the browser goes to /sign-in.
 */
export async function request<Answer>(method: HttpMethod, path: string, body?: unknown): Promise<Answer> {
  let response = await sent(method, path, body);
  if (response.status === 401 && (await sessionRegained())) response = await sent(method, path, body);
  else if (response.status === 401) leaveToSignIn();
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  throw new ApiProblem(await problemOf(response));
}

async function sent(method: HttpMethod, path: string, body: unknown): Promise<Response> {
  try {
    return await send(path, {
      method,
      // A deletion that waits for its undo is sent as the page closes, and must survive that.
      keepalive: method === "DELETE",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiProblem(noAnswer);
  }
}

function leaveToSignIn(): void {
  if (typeof location === "undefined" || location.pathname.startsWith("/sign-in") || isFormOpen()) return;
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

const noAnswer: Problem = {
  type: "about:blank",
  title: texts.noAnswerTitle,
  status: 0,
  detail: texts.noAnswer,
};

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {
      type: "about:blank",
      title: response.statusText,
      status: response.status,
      detail: texts.serverAnswered({ status: response.status }),
    };
  }
}

/** A query string of all values that are set, with its question mark; empty if none is. */
export function queryString(values: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

/** Reads a plain-text answer of the API, such as YAML; `url` is complete. Throws `ApiProblem`. */
export async function requestText(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: "application/yaml, application/problem+json" } });
  if (response.ok) return response.text();
  throw new ApiProblem((await response.json()) as Problem);
}
