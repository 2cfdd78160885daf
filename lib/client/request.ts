import type { Problem } from "@/lib/api/problem";
import { isFormOpen, sessionRegained } from "./session-holder";
import { texts } from "./texts";

/** What the API answered when it did not do it; `message` is the detail, fit to be shown. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Takes a request to the API: the path stands below /api/v1. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

let send: Send = (path, init) => fetch(`/api/v1${path}`, init);

/** A server that draws pages has the API in its own process, and no address to call it by. */
export function sendThrough(other: Send): void {
  send = other;
}

/**
 * One call of the REST API below /api/v1. Throws `ApiProblem`. When the session is lost, an open form has its user sign
 * in again and the call is sent once more; without a form the browser goes to /sign-in.
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
      // A deletion that waits for its undo is sent when the page goes, and has to outlive it.
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

/** A query string of what is set, with its question mark; empty when nothing is. */
export function queryString(values: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

/** Reads what the API answers as plain text, such as YAML; `url` is whole. Throws `ApiProblem`. */
export async function requestText(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: "application/yaml, application/problem+json" } });
  if (response.ok) return response.text();
  throw new ApiProblem((await response.json()) as Problem);
}
