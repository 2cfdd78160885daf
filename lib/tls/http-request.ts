import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type PeerCertificate, TLSSocket } from "node:tls";
import { Failure } from "@/lib/gateway/failure";
import type { HttpAsk, HttpReply } from "@/lib/gateway/prober";
import { texts } from "./texts";

/** Upper case, without leading zeros: as in `CertificateInfo`. */
export function normalSerial(serial: string): string {
  return serial.toUpperCase().replace(/^0+(?=.)/, "");
}

export function issuerOf({ issuer }: PeerCertificate): string {
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return first(issuer.CN) ?? first(issuer.O) ?? texts.unnamedIssuer;
}

/** DNS names of the subject's alternative names. */
export function namesOf({ subjectaltname }: PeerCertificate): string[] {
  return (subjectaltname ?? "")
    .split(", ")
    .flatMap((entry) => (entry.startsWith("DNS:") ? [entry.slice(4)] : []));
}

const requestTimeoutInMs = 10_000;
const maxHeaderBytes = 16_384;
/** So much is read of what Envoy says of itself; of anything else nothing is. */
const maxReasonBytes = 300;

/**
 * One GET over a connection of its own, HTTP/1.1, which every Envoy speaks; without cookies, credentials or a body. Only
 * the head of the answer is kept. A connection that shows another certificate than asked for gets no request.
 */
export async function requestOnce(
  place: { address: string; port: number },
  ask: HttpAsk,
): Promise<HttpReply> {
  const startedAt = performance.now();
  const where = texts.place({ address: ask.address, port: ask.port });
  const socket = ask.scheme === "https" ? secure(place, ask) : connectTcp(place.port, place.address);
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
  socket.on("error", () => unreachable(texts.requestCut({ where, host: ask.host })));
  socket.on("close", () => unreachable(texts.requestUnanswered({ where, host: ask.host })));
  try {
    await Promise.race([connected(socket), failed]);
    const names = shownBy(socket, ask);
    const response = await Promise.race([headOf(socket, ask), failed]);
    const milliseconds = Math.max(1, Math.round(performance.now() - startedAt));
    const reply = { ...readHead(response), names, milliseconds };
    const saysWhy = reply.upstreamMs === null && reply.status >= 500 && /envoy/i.test(reply.server ?? "");
    const reason = saysWhy ? await Promise.race([startOf(response), failed.catch(() => null)]) : null;
    return { ...reply, reason };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function secure(place: { address: string; port: number }, { host }: HttpAsk): TLSSocket {
  return connectTls({
    host: place.address,
    port: place.port,
    servername: host,
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

/** Names of the certificate; throws `conflict` when it is not the one that is asked for. */
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
        host: isStandard ? host : `${host}:${port}`,
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

/** For notes that people read: what a stranger's server says of itself stays short and plain. */
function printable(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const plain = value
    .replace(/[^\x20-\x7e]/g, "")
    .trim()
    .slice(0, 80);
  return plain === "" ? null : plain;
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
