import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect as connectTcp, type LookupFunction, type Socket } from "node:net";
import {
  connect,
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
  TLSSocket,
} from "node:tls";
import { Failure } from "@/lib/gateway/failure";
import type { Handshake, HttpAsk, HttpReply, Prober } from "@/lib/gateway/prober";
import { addressForm, hostInUrl, isIpAddress } from "@/lib/model/dns-name";
import { type ProbeRule, type Reached, reachFor, socketOptions } from "./reach";
import { texts } from "./texts";

const handshakeTimeoutInMs = 5000;

/**
 * What browsers trust: Mozilla's roots, without what this process trusts in addition, such as a CA in
 * `NODE_EXTRA_CA_CERTS`. Created once, because parsing them takes a while.
 */
let publicRoots: SecureContext | null = null;

function publicContext(): SecureContext {
  publicRoots ??= createSecureContext({ ca: getCACertificates("bundled") });
  return publicRoots;
}

/**
 * TLS handshakes and requests like a browser's, but without judging the certificate: the serial is compared later.
 *
 * @param mayAsk which addresses may be connected to, unless a rule leads there; a name is resolved once, and asked about
 * @param lookup resolves names
 */
export function tlsProber(
  rules: readonly ProbeRule[],
  mayAsk: (address: string) => boolean,
  lookup: LookupFunction = systemLookup,
): Prober {
  const reach = reachFor(rules, mayAsk, lookup);
  return {
    handshake: async (address, port, host) => handshake(reach(address, port), { address, port, host }),
    request: async (ask) => requestOnce(reach(ask.address, ask.port), ask),
  };
}

function handshake(
  place: Reached,
  asked: { address: string; port: number; host: string },
): Promise<Handshake> {
  const where = texts.place({ address: asked.address, port: asked.port });
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      socket.destroy();
      reject(new Failure("unreachable", message));
    };
    const socket = connect({
      ...socketOptions(place),
      servername: serverName(asked.host),
      ALPNProtocols: ["h2", "http/1.1"],
      // The serial is what matters; certificates of a test CA and expired ones must be visible too.
      rejectUnauthorized: false,
      secureContext: publicContext(),
      timeout: handshakeTimeoutInMs,
    });
    // A server that speaks TLS 1.2 and requires a client certificate ends the handshake without one, but by then it
    // has presented its own and proved that it has the key (RFC 5246, section 7.3): the secret that is logged here
    // comes later.
    let shown: PeerCertificate | null = null;
    socket.on("keylog", () => {
      const certificate = socket.getPeerCertificate();
      if (certificate?.serialNumber) shown = certificate;
    });
    const end = (certificate: PeerCertificate, trusted: boolean | null) => {
      socket.destroy();
      resolve({
        serial: normalSerial(certificate.serialNumber),
        issuer: issuerOf(certificate),
        names: namesOf(certificate),
        trusted,
      });
    };
    socket.once("timeout", () => fail(texts.timedOut({ where, seconds: handshakeTimeoutInMs / 1000 })));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      shown && wantsClientCertificate(error.code) ? end(shown, null) : fail(problemOf(error, where)),
    );
    socket.once("close", () => fail(texts.closed({ where })));
    socket.once("secureConnect", () => end(socket.getPeerCertificate(), socket.authorized));
  });
}

/** Alerts with which servers reject a client without a certificate. */
function wantsClientCertificate(code: string | undefined): boolean {
  return /ALERT_(HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_REQUIRED)$/.test(code ?? "");
}

function problemOf(error: NodeJS.ErrnoException, where: string): string {
  return error instanceof Failure ? error.message : described(error.code)({ where });
}

function described(code: string | undefined) {
  switch (code) {
    case "ECONNREFUSED":
      return texts.refused;
    case "ECONNRESET":
      return texts.closedInHandshake;
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return texts.unreachable;
    case "ENOTFOUND":
      return texts.unresolved;
    default:
      return texts.noHandshake;
  }
}

/** Upper case, without leading zeros: as in `CertificateInfo`. */
export function normalSerial(serial: string): string {
  return serial.toUpperCase().replace(/^0+(?=.)/, "");
}

export function issuerOf({ issuer }: PeerCertificate): string {
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return first(issuer.CN) ?? first(issuer.O) ?? texts.unnamedIssuer;
}

/** An IP address isn't sent as a server name (RFC 6066, section 3). */
function serverName(host: string): string {
  return isIpAddress(host) ? "" : host;
}

/** DNS names and IP addresses of the subject's alternative names. */
export function namesOf({ subjectaltname }: PeerCertificate): string[] {
  return (subjectaltname ?? "").split(", ").flatMap((entry) => {
    const [, type, value = ""] = /^(DNS|IP Address):(.*)$/.exec(entry) ?? [];
    return type === undefined ? [] : [addressForm(value) ?? value];
  });
}

const requestTimeoutInMs = 10_000;
const maxHeaderBytes = 16_384;
/** Reads this much of Envoy's own answers, and nothing of others. */
const maxReasonBytes = 300;

/**
 * One GET on its own connection with HTTP/1.1, which every Envoy speaks, without cookies, credentials or a body.
 * Keeps only the head of the answer. A connection with another certificate than the expected one gets no request.
 */
async function requestOnce(place: Reached, ask: HttpAsk): Promise<HttpReply> {
  const startedAt = performance.now();
  const where = texts.place({ address: ask.address, port: ask.port });
  const socket = ask.scheme === "https" ? secure(place, ask) : connectTcp(socketOptions(place));
  let fail: (failure: Failure) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const unreachable = (message: string) => fail(new Failure("unreachable", message));
  const timer = setTimeout(
    () => unreachable(texts.requestTimedOut({ where, host: ask.host, seconds: requestTimeoutInMs / 1000 })),
    requestTimeoutInMs,
  );
  socket.on("error", (error) =>
    unreachable(error instanceof Failure ? error.message : texts.requestCut({ where, host: ask.host })),
  );
  socket.on("close", () => unreachable(texts.requestUnanswered({ where, host: ask.host })));
  try {
    await Promise.race([connected(socket), failed]);
    const names = shownBy(socket, ask);
    const response = await Promise.race([headOf(socket, ask), failed]);
    const milliseconds = Math.max(1, Math.round(performance.now() - startedAt));
    const reply = { ...readHead(response), names, milliseconds };
    const saysWhy = reply.upstreamMs === null && reply.status >= 500 && /envoy/i.test(reply.server ?? "");
    const { expectedBody } = ask;
    if (expectedBody !== undefined) {
      const body = await Promise.race([bodyOf(response, expectedBody.length + 64), failed]);
      return { ...reply, reason: null, isExpected: body?.trimEnd() === expectedBody };
    }
    const reason = saysWhy ? await Promise.race([startOf(response), failed.catch(() => null)]) : null;
    return { ...reply, reason };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function secure(place: Reached, { host }: HttpAsk): TLSSocket {
  return connectTls({
    ...socketOptions(place),
    servername: serverName(host),
    ALPNProtocols: ["http/1.1"],
    // The serial is compared instead, before anything is sent.
    rejectUnauthorized: false,
  });
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => resolve());
  });
}

/** Names of the certificate; throws `conflict` when it isn't the expected one. */
function shownBy(socket: Socket, ask: HttpAsk): string[] {
  if (!(socket instanceof TLSSocket)) return [];
  const certificate = socket.getPeerCertificate();
  const serial = normalSerial(certificate.serialNumber);
  if (ask.serial !== null && serial !== ask.serial)
    throw new Failure(
      "conflict",
      texts.otherCertificate({ where: texts.place({ address: ask.address, port: ask.port }), serial }),
    );
  return namesOf(certificate);
}

function headOf(socket: Socket, { scheme, host, port, path }: HttpAsk): Promise<IncomingMessage> {
  const isStandard = port === (scheme === "https" ? 443 : 80);
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      method: "GET",
      path,
      setHost: false,
      headers: {
        host: isStandard ? hostInUrl(host) : `${hostInUrl(host)}:${port}`,
        "user-agent": "Lamia",
        accept: "*/*",
        connection: "close",
      },
      maxHeaderSize: maxHeaderBytes,
    });
    request.once("response", resolve);
    request.once("error", (cause: NodeJS.ErrnoException) => {
      const where = texts.place({ address: host, port });
      const message =
        cause.code === "HPE_HEADER_OVERFLOW"
          ? texts.headTooLong({ where, kibibytes: maxHeaderBytes / 1024 })
          : texts.notHttp({ where });
      reject(new Failure("unreachable", message, { cause }));
    });
    request.end();
  });
}

function readHead({ statusCode = 0, headers }: IncomingMessage) {
  const upstream = Number(headers["x-envoy-upstream-service-time"] ?? Number.NaN);
  return {
    status: statusCode,
    location: headers.location?.slice(0, 2048) ?? null,
    server: printable(headers.server),
    contentType: printable(headers["content-type"]),
    upstreamMs: Number.isFinite(upstream) ? upstream : null,
  };
}

/** For visible notes: what a foreign server says about itself stays short and plain. */
function printable(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const plain = value
    .replace(/[^\x20-\x7e]/g, "")
    .trim()
    .slice(0, 80);
  return plain === "" ? null : plain;
}

/** Null if it is longer than that. */
async function bodyOf(response: IncomingMessage, mostBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return null;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Envoy's own sentence, such as "no healthy upstream". */
async function startOf(response: IncomingMessage): Promise<string | null> {
  if (!response.headers["content-type"]?.startsWith("text/plain")) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxReasonBytes) break;
  }
  const text = Buffer.concat(chunks).toString("utf8").slice(0, maxReasonBytes);
  return (
    text
      .replace(/[^\x20-\x7e]+/g, " ")
      .trim()
      .slice(0, 160) || null
  );
}
