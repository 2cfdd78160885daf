import { connect } from "node:net";
import type { Attempt } from "./requests";

export interface Answered {
  /** Null if the connection ended without an answer. */
  status: number | null;
  headers: string;
  text: string;
  inMs: number;
  isHanging: boolean;
}

/** No answer may take longer. */
const longestInMs = 5000;
const mostKept = 4 * 1024 * 1024;

/**
 * Sends it byte for byte on a connection of its own, because a client library would refuse to send half of it. A stream of
 * events counts as answered when it begins.
 */
export function send(port: number, attempt: Attempt): Promise<Answered> {
  const begun = performance.now();
  const { promise, resolve } = Promise.withResolvers<Answered>();
  const socket = connect(port, "127.0.0.1");
  const kept: Buffer[] = [];
  let length = 0;
  const end = (isHanging: boolean) => {
    clearTimeout(timer);
    socket.destroy();
    const [headers = "", ...rest] = Buffer.concat(kept).toString("latin1").split("\r\n\r\n");
    const status = /^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1];
    const inMs = performance.now() - begun;
    resolve({
      status: status ? Number(status) : null,
      headers,
      text: rest.join("\r\n\r\n"),
      inMs,
      isHanging,
    });
  };
  const timer = setTimeout(end, longestInMs, true);
  socket.on("data", (chunk) => {
    length += chunk.length;
    if (length < mostKept) kept.push(chunk);
    if (kept.length < 4 && /content-type: text\/event-stream/i.test(chunk.toString("latin1"))) end(false);
  });
  socket.on("error", () => end(false));
  socket.on("close", () => end(false));
  socket.write(bytesOf(attempt));
  // Whoever announces more than it sends goes away in the middle.
  if (attempt.framing === "broken") setTimeout(() => socket.end(), 20);
  return promise;
}

function bytesOf({ method, target, headers, body, framing }: Attempt): Buffer {
  const named = new Set(headers.map(([name]) => name));
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (!named.has("host")) lines.push("host: 127.0.0.1");
  lines.push("connection: close");
  const isFramed = named.has("content-length") || named.has("transfer-encoding");
  if (body && !isFramed) {
    if (framing === "chunked") lines.push("transfer-encoding: chunked");
    else lines.push(`content-length: ${body.length + (framing === "broken" ? 10 : 0)}`);
  }
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`, "latin1");
  if (!body) return head;
  return Buffer.concat([head, framing === "chunked" && !isFramed ? chunked(body) : body]);
}

function chunked(body: Buffer): Buffer {
  const sizes = [1, 7, 1000, 65_536];
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const piece = body.subarray(at, at + (sizes[Math.min(turn, sizes.length - 1)] ?? 1));
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
    at += piece.length;
  }
  return Buffer.concat([...pieces, Buffer.from("0\r\n\r\n")]);
}
