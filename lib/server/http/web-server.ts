import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import next from "next";
import { type Environment, listenAddress } from "@/lib/server/environment";
import { apiTokenPrefix, userCookie } from "../access/access";
import { getPanel } from "../panel";
import {
  announcesBody,
  bearerOf,
  cookieOf,
  isSignedIn,
  refuseForeign,
  sessionCookie,
} from "./authentication";
import { BoundedMessage, isPlainText, mostBytes } from "./body";
import { clientLimits } from "./client-limits";
import { drainable } from "./drain";
import { ProblemError, problemOf, tooManyRequests } from "./problem-error";
import { isSecureRequest, securityHeaders } from "./security-headers";
import { clientHeader, clientOf, freeTries, signInThrottle } from "./sign-in-throttle";
import { texts } from "./texts";

/**
 * Serves the panel: Next behind our own server, because Next reads bodies of any length. Listens before the panel
 * and Next start, so that a port in use is reported before the database opens; requests wait until both have
 * started. `startPanel` gets the function that lets the server end in order.
 */
export async function serveWeb(
  environment: Environment,
  startPanel: (drain: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const hostname = listenAddress(environment);
  const port = environment.PORT;
  let ready: Promise<ReturnType<ReturnType<typeof next>["getRequestHandler"]>>;
  const server = guardServer(
    environment,
    reporter(),
    (request, response) => void ready.then((handle) => handle(request, response)),
    async (headers) => (await (await getPanel()).installation.access.identify(headers)) !== null,
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  const app = next({ dev: false, hostname, port: actual, httpServer: server });
  ready = startPanel(drainable(server))
    .then(() => app.prepare())
    .then(() => app.getRequestHandler());
  await ready;
  console.log(`Lamia listens on http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${actual}`);
}

const reportAgainInMs = 10 * 60_000;

/**
 * In the log; and wrong tokens also as a notification, because somebody may be guessing. At most one of each every ten
 * minutes.
 */
function reporter(): Reporter {
  let [reportedAt, limitedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const onLimited: Reporter["onLimited"] = async (client, reason) => {
    if (performance.now() - limitedAt < reportAgainInMs) return;
    limitedAt = performance.now();
    const { log } = (await getPanel()).installation;
    log.warn({ client, reason }, "a client sends too many requests");
  };
  const onSlowed: Reporter["onSlowed"] = async (client, seconds) => {
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
  return { onSlowed, onLimited };
}

/** For clients that haven't signed in, and for signing in: all they may send is who they are. */
const mostBytesOfStrangers = 16 * 1024;
/** How long a client may keep sending after it was rejected, so that it reads why. */
const lingerInMs = 2000;

type Rules = Pick<
  Environment,
  | "LAMIA_API_TOKEN"
  | "LAMIA_HOSTS"
  | "HOST"
  | "LAMIA_TRUSTED_PROXIES"
  | "LAMIA_CLIENT_REQUESTS_PER_MINUTE"
  | "LAMIA_CLIENT_STREAMS"
>;

/** Whom the guard tells. */
interface Reporter {
  /** A client has to wait because of its wrong tokens. */
  onSlowed(client: string, seconds: number): void | Promise<void>;
  /** A client has sent too many requests, or has too many streams. */
  onLimited(client: string, reason: string): void | Promise<void>;
}

/** Whether somebody is known, of whom the installation token says nothing. */
type Knows = (headers: Headers) => Promise<boolean>;

const connections = {
  IncomingMessage: BoundedMessage,
  /**
   * Longer than proxies and load balancers keep an idle connection, most of them for 60 seconds. A server that
   * closes first, Node's default after 5 seconds, may do so while a request is on its way, and the user gets a 502.
   */
  keepAliveTimeout: 75_000,
};

/**
 * The web server's entrance. Before any routing, it rejects requests of foreign pages (`refuseForeign`), those of a
 * client that sends too many, further tries of clients that sent wrong tokens, and bodies that are too long, counted as
 * they arrive, whether or not their length is announced. A request is passed on when its body is complete.
 */
export function guardServer(
  rules: Rules,
  reporter: Reporter,
  handle: RequestListener,
  knows: Knows = async () => false,
): Server {
  const throttle = signInThrottle();
  const limits = clientLimits({
    requestsPerMinute: rules.LAMIA_CLIENT_REQUESTS_PER_MINUTE,
    streams: rules.LAMIA_CLIENT_STREAMS,
  });
  const addressOf = ({ headers, socket }: BoundedMessage) =>
    clientOf(socket.remoteAddress, asText(headers["x-forwarded-for"]), rules.LAMIA_TRUSTED_PROXIES);
  /** Throws if its client has sent too many. */
  const count = async (
    message: BoundedMessage,
    response: ServerResponse,
    credential: string | null,
  ): Promise<void> => {
    const { method = "GET", url = "/" } = message;
    const asked = { address: addressOf(message), credential, method, path: routedPath(url) };
    const end = await limits.begin(asked).catch(async (thrown: unknown): Promise<never> => {
      if (thrown instanceof ProblemError) await reporter.onLimited(asked.address, thrown.message);
      throw thrown;
    });
    response.once("close", end);
  };
  /** Whether it may go on; an answer with 401 counts as a wrong token. */
  const mayTry = async (message: BoundedMessage, response: ServerResponse): Promise<boolean> => {
    const client = addressOf(message);
    const seconds = await throttle.begin(client);
    if (seconds > 0) {
      refuse(message, response, tooManyRequests(texts.signInPause({ seconds }), seconds));
      return false;
    }
    response.once("close", async () => {
      const pause = await throttle.end(client, response.statusCode === 401);
      if (pause > 0) await reporter.onSlowed(client, pause);
    });
    return true;
  };
  return createServer(connections, async (request, response) => {
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
    // Before anything is awaited: the body may be arriving already.
    message.keepAtMost(mostBytes);
    message.headers[clientHeader] = addressOf(message);
    let credential: string | null = null;
    let limit = mostBytesOfStrangers;
    let isWhole: Promise<boolean> | true = true;
    try {
      refuseForeign(head, rules);
      refuseUnroutable(head.method, head.path);
      const isSignIn = signInPaths.includes(routedPath(head.path));
      if (isSignIn) message.keepAtMost(mostBytesOfStrangers);
      credential = await credentialOf(message, rules, async (given, claimed) =>
        (await limits.mayLookUp(addressOf(message), claimed)) ? knows(given) : false,
      );
      if (credential !== null && !isSignIn) limit = mostBytes;
      if (head.hasBody) isWhole = message.whole(limit);
      await count(message, response, credential);
    } catch (thrown) {
      return refuse(message, response, thrown);
    }
    if (!(await isWhole)) {
      if (!response.destroyed) refuse(message, response, tooLarge(limit));
      return;
    }
    if (!isTry(message, rules, credential !== null) || (await mayTry(message, response)))
      handle(request, response);
  });
}

/**
 * Whether it is a try to get in: a sign-in, or a bearer token that isn't ours. The right one is never delayed, because
 * it may share its address with a program that has an old one.
 */
function isTry(
  { method, url, headers }: BoundedMessage,
  { LAMIA_API_TOKEN: token }: Rules,
  isKnown: boolean,
): boolean {
  if (token === undefined) return false;
  if (method === "POST" && signInPaths.includes(routedPath(url ?? "/"))) return true;
  return headers.authorization !== undefined && !isKnown;
}

const signInPaths = ["", "/second-factor", "/passkey", "/link", "/link/password", "/oidc/answer"].map(
  (path) => `/api/v1/session${path}`,
);

/** The path by which Next finds the route: without dot segments and escapes. `refuseUnroutable` has checked it. */
function routedPath(url: string): string {
  return decodeURIComponent(new URL(url, "http://panel").pathname).replace(/\/+$/, "");
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * What Next would stumble over: its router decodes the path, expects a path rather than `*`, and makes a `Request`, which has no
 * TRACE.
 */
function refuseUnroutable(method: string, path: string): void {
  if (!methods.includes(method))
    throw new ProblemError("method-not-allowed", texts.unknownMethod({ methods: methods.join(", ") }));
  if (!/^(\/|https?:)/i.test(path)) throw new ProblemError("bad-request", texts.pathNotAbsolute);
  try {
    if (isPlainText(decodeURIComponent(path.split("?")[0] ?? ""))) return;
  } catch {
    // Told below.
  }
  throw new ProblemError("bad-request", texts.pathNotUtf8);
}

/**
 * What proves who sends a request; null for a stranger. It is exactly what was found to be right: a client that could vary it
 * would have a limit of its own for each request. Whoever presents nothing isn't looked for, and a database that doesn't
 * answer makes nobody known.
 */
async function credentialOf(
  { headers }: BoundedMessage,
  { LAMIA_API_TOKEN: token }: Rules,
  knows: (headers: Headers, claimed: string) => Promise<boolean>,
): Promise<string | null> {
  if (token === undefined) return "";
  const given = signInHeaders(headers);
  const bearer = bearerOf(given);
  if (isSignedIn(given, token)) return bearer ?? cookieOf(given, sessionCookie) ?? "";
  const claimed = bearer ?? cookieOf(given, userCookie);
  if (claimed === undefined || (bearer !== undefined && !bearer.startsWith(apiTokenPrefix))) return null;
  return (await knows(given, claimed).catch(() => false)) ? claimed : null;
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
  // Somebody who opens a page reads it in place of the page.
  const isPage = request.method === "GET" && /\btext\/html\b/.test(request.headers.accept ?? "");
  const text = isPage ? `${problem.title}\n\n${problem.detail}\n` : JSON.stringify(problem);
  const { socket } = request;
  const after = thrown instanceof ProblemError ? thrown.retryAfterInSeconds : undefined;
  if (after !== undefined) response.setHeader("retry-after", after);
  response.writeHead(problem.status, {
    "content-type": isPage ? "text/plain; charset=utf-8" : "application/problem+json",
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
