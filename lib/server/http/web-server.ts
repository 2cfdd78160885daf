import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import next from "next";
import { type Environment, listenAddress } from "@/lib/server/environment";
import { announcesBody, isSignedIn, refuseForeign } from "./authentication";
import { BoundedMessage, isPlainText, mostBytes } from "./body";
import { ProblemError, problemOf } from "./problem-error";
import { isSecureRequest, securityHeaders } from "./security-headers";
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
  const server = guardServer(environment, (request, response) => {
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

/** For clients that haven't signed in: all they may send is the token. */
const mostBytesOfStrangers = 16 * 1024;
/** How long a client may keep sending after it was rejected, so that it reads why. */
const lingerInMs = 2000;

type Rules = Pick<Environment, "LAMIA_API_TOKEN" | "LAMIA_HOSTS" | "HOST">;

/**
 * The web server's entrance. Before any routing, it rejects requests of foreign pages (`refuseForeign`) and bodies
 * that are too long, counted as they arrive, whether or not their length is announced. A request is passed on when
 * its body is complete.
 */
export function guardServer(rules: Rules, handle: RequestListener): Server {
  return createServer({ IncomingMessage: BoundedMessage }, (request, response) => {
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
    if (!head.hasBody) return handle(request, response);
    const limit = limitFor(message, rules);
    void message.whole(limit).then((isWithin) => {
      if (isWithin) handle(request, response);
      else if (!response.destroyed) refuse(message, response, tooLarge(limit));
    });
  });
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
  const given = new Headers();
  for (const name of ["authorization", "cookie"] as const) given.set(name, headers[name] ?? "");
  return isSignedIn(given, token) ? mostBytes : mostBytesOfStrangers;
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
