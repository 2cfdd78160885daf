import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import next from "next";
import { type Environment, listenAddress } from "@/lib/server/environment";
import { getPanel } from "../panel";
import { announcesBody, isSignedIn, refuseForeign } from "./authentication";
import { BoundedMessage, isPlainText, mostBytes } from "./body";
import { ProblemError, problemOf } from "./problem-error";
import { isSecureRequest, securityHeaders } from "./security-headers";
import { clientOf, freeTries, signInThrottle } from "./sign-in-throttle";
import { texts } from "./texts";

/** Sooner than whoever stops this process insists. */
const insistAfterMs = 4000;

/**
 * Serves the panel: Next behind our own server, because Next reads bodies of any length. Listens before the panel
 * and Next start, so that a port in use is reported before the database opens; requests wait until both have
 * started.
 */
export async function serveWeb(environment: Environment, startPanel: () => Promise<void>): Promise<void> {
  const hostname = listenAddress(environment);
  const port = environment.PORT;
  let ready: Promise<ReturnType<ReturnType<typeof next>["getRequestHandler"]>>;
  const server = guardServer(environment, slowedReporter(), (request, response) => {
    void ready.then((handle) => handle(request, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  const app = next({ dev: false, hostname, port: actual, httpServer: server });
  ready = startPanel()
    .then(() => app.prepare())
    .then(() => app.getRequestHandler());
  await ready;
  console.log(`Lamia listens on http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${actual}`);
  // The panel closes itself on these, see `liveWithProcess`; an open stream must not delay it.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      server.close();
      setTimeout(() => process.exit(1), insistAfterMs).unref();
    });
}

const reportAgainInMs = 10 * 60_000;

/** In the log, and as a notification, because somebody may be guessing; one at most every ten minutes. */
function slowedReporter(): OnSlowed {
  let reportedAt = Number.NEGATIVE_INFINITY;
  return async (client, seconds) => {
    const { log, store } = (await getPanel()).installation;
    log.warn({ client, seconds }, "wrong API tokens");
    const now = new Date();
    if (now.getTime() - reportedAt < reportAgainInMs) return;
    reportedAt = now.getTime();
    await store.events
      .add([
        {
          at: now.toISOString(),
          level: "warning",
          type: "sign-in.slowed",
          message: texts.signInSlowed({ client, count: freeTries, seconds }),
          remedy: texts.signInSlowedRemedy,
          notification: { title: texts.signInSlowedTitle, link: "/events" },
        },
      ])
      .catch((thrown: unknown) => log.warn({ err: thrown }, "an event wasn't saved"));
  };
}

/** For clients that haven't signed in: all they may send is the token. */
const mostBytesOfStrangers = 16 * 1024;
/** How long a client may keep sending after it was rejected, so that it reads why. */
const lingerInMs = 2000;

type Rules = Pick<Environment, "LAMIA_API_TOKEN" | "LAMIA_HOSTS" | "HOST" | "LAMIA_TRUSTED_PROXIES">;

/** Told when a client has to wait because of its wrong tokens. */
type OnSlowed = (client: string, seconds: number) => void | Promise<void>;

/**
 * The web server's entrance. Before any routing, it rejects requests of foreign pages (`refuseForeign`), further
 * tries of clients that sent wrong tokens, and bodies that are too long, counted as they arrive, whether or not their
 * length is announced. A request is passed on when its body is complete.
 */
export function guardServer(rules: Rules, onSlowed: OnSlowed, handle: RequestListener): Server {
  const throttle = signInThrottle();
  /** Whether it may go on; an answer with 401 counts as a wrong token. */
  const mayTry = async (message: BoundedMessage, response: ServerResponse): Promise<boolean> => {
    const forwardedFor = asText(message.headers["x-forwarded-for"]);
    const client = clientOf(message.socket.remoteAddress, forwardedFor, rules.LAMIA_TRUSTED_PROXIES);
    const seconds = await throttle.begin(client);
    if (seconds > 0) {
      response.setHeader("retry-after", seconds);
      refuse(message, response, new ProblemError("too-many-requests", texts.signInPause({ seconds })));
      return false;
    }
    response.once("close", async () => {
      const pause = await throttle.end(client, response.statusCode === 401);
      if (pause > 0) await onSlowed(client, pause);
    });
    return true;
  };
  return createServer({ IncomingMessage: BoundedMessage }, async (request, response) => {
    const message = request as BoundedMessage;
    const header = (name: string) => asText(message.headers[name]);
    const head = {
      method: message.method ?? "GET",
      path: message.url ?? "/",
      header,
      hasBody: announcesBody(header),
    };
    const isEncrypted = "encrypted" in message.socket;
    const security = securityHeaders(isSecureRequest(header("x-forwarded-proto"), isEncrypted));
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    try {
      refuseForeign(head, rules);
      refuseUnreadable(head.path);
    } catch (thrown) {
      return refuse(message, response, thrown);
    }
    const limit = limitFor(message, rules);
    if (head.hasBody && !(await message.whole(limit))) {
      if (!response.destroyed) refuse(message, response, tooLarge(limit));
      return;
    }
    if (!isTry(message, rules) || (await mayTry(message, response))) handle(request, response);
  });
}

/**
 * Whether it is a try to get in: a sign-in, or a bearer token that isn't ours. The right one is never delayed, because
 * it may share its address with a program that has an old one.
 */
function isTry({ method, url, headers }: BoundedMessage, { LAMIA_API_TOKEN: token }: Rules): boolean {
  if (token === undefined) return false;
  if (method === "POST" && routedPath(url ?? "/") === signInPath) return true;
  return headers.authorization !== undefined && !isSignedIn(signInHeaders(headers), token);
}

const signInPath = "/api/v1/session";

/** The path by which Next finds the route: without dot segments and escapes. `refuseUnreadable` has checked it. */
function routedPath(url: string): string {
  return decodeURIComponent(new URL(url, "http://panel").pathname).replace(/\/+$/, "");
}

/** What Next would stumble over: its router decodes the path. */
function refuseUnreadable(path: string): void {
  try {
    if (isPlainText(decodeURIComponent(path.split("?")[0] ?? ""))) return;
  } catch {
    // Told below.
  }
  throw new ProblemError("bad-request", texts.pathNotUtf8);
}

function limitFor({ headers }: BoundedMessage, { LAMIA_API_TOKEN: token }: Rules): number {
  if (token === undefined) return mostBytes;
  return isSignedIn(signInHeaders(headers), token) ? mostBytes : mostBytesOfStrangers;
}

function signInHeaders(headers: IncomingHttpHeaders): Headers {
  const given = new Headers();
  for (const name of ["authorization", "cookie"] as const) given.set(name, headers[name] ?? "");
  return given;
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError("too-large", limit === mostBytes ? texts.bodyTooLarge : texts.tooLargeUnsigned);
}

function asText(value: string | string[] | undefined): string | null {
  return value === undefined ? null : String(value);
}

/** Responds and closes the connection. A client that is still sending gets a moment to read the response. */
function refuse(request: BoundedMessage, response: ServerResponse, thrown: unknown): void {
  const problem = problemOf(thrown);
  const text = JSON.stringify(problem);
  const { socket } = request;
  response.writeHead(problem.status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    connection: "close",
  });
  response.write(request.method === "HEAD" ? "" : text);
  if (request.complete) {
    response.end();
    return;
  }
  void request.whole(0);
  const timer = setTimeout(() => socket.destroy(), lingerInMs);
  request.once("close", () => clearTimeout(timer));
  request.once("end", () => response.end());
  request.resume();
}
