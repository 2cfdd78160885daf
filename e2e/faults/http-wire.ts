import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { sandboxRoot } from "@/sandbox/pki/root";

/** What happens to a request on its way. */
export type Verdict =
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: string }
  /** How long the request is held up. */
  | { kind: "delay"; ms: number }
  /** The server executes the request, but the answer is lost. */
  | { kind: "lose-answer" }
  /** The connection breaks before the request reaches the server. */
  | { kind: "reset" }
  /** The connection stays open without an answer until the wire is thawed. */
  | { kind: "freeze" }
  | { kind: "edit"; edit: (body: string) => string }
  /** The server executes the request, and the connection breaks in the middle of the answer. */
  | { kind: "truncate" };

export interface Call {
  method: string;
  path: string;
}

/** Returns null for requests that it doesn't affect. */
export type Rule = (call: Call) => Verdict | null;

/** A proxy that forwards everything, except as its rules say. */
export interface Wire {
  /** Where to connect to: of HTTPS a URL, of DNS address and port. */
  origin: string;
  /** The first rule with a verdict decides. */
  rules: Set<Rule>;
  /** The number of lost answers, by the path of the request. */
  lost: Map<string, number>;
  /** Closes every connection, including streams and frozen ones. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * @param home of the sandbox: the wire's certificate is signed by the sandbox's root, which everything trusts
 * already
 * @param hear gets the headers and bodies of requests and answers
 */
export async function startHttpWire(
  upstream: string,
  home: string,
  hear: (piece: Buffer | string) => void = () => {},
): Promise<Wire> {
  const root = await sandboxRoot(join(home, "sandbox", "pki"));
  const { certificatePem: cert, keyPem: key } = await root.issueServerCertificate(
    ["localhost"],
    ["127.0.0.1"],
  );
  const { hostname, port } = new URL(upstream);
  const ca = root.certificatePem;
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    judge(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const rules = new Set<Rule>();
  const lost = new Map<string, number>();

  async function judge(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = incoming;
    hear(`\n${method} ${path} ${JSON.stringify(incoming.headers)}\n`);
    let verdict: Verdict | null = null;
    for (const rule of rules) verdict ??= rule({ method, path });
    switch (verdict?.kind) {
      case "answer":
        incoming.resume();
        outgoing.writeHead(verdict.status, { "content-type": "text/plain", ...verdict.headers });
        outgoing.end(verdict.body ?? "");
        return;
      case "freeze":
        return;
      case "reset":
        outgoing.destroy();
        return;
      case "delay":
        await new Promise((resolve) => setTimeout(resolve, verdict.ms));
    }
    const reply = await ask(incoming, outgoing, path);
    hear(`\n${reply.statusCode} ${JSON.stringify(reply.headers)}\n`);
    reply.on("data", hear);
    if (verdict?.kind === "lose-answer") {
      lost.set(path, (lost.get(path) ?? 0) + 1);
      await text(reply);
      outgoing.destroy();
    } else if (verdict?.kind === "truncate") {
      const whole = Buffer.from(await text(reply));
      outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, "content-length": whole.length + 1 });
      outgoing.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => outgoing.destroy());
    } else if (verdict?.kind === "edit") {
      const { "content-length": _, ...headers } = reply.headers;
      const edited = verdict.edit(await text(reply));
      outgoing.writeHead(reply.statusCode ?? 502, headers).end(edited);
    } else {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      // Otherwise Node holds back the headers until there is a body, and a watch would open only with its first
      // event.
      outgoing.flushHeaders();
      reply.on("error", () => outgoing.destroy()).pipe(outgoing);
    }
  }

  function ask(incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<IncomingMessage> {
    // Bodies must be readable and editable.
    const { "accept-encoding": _, ...headers } = incoming.headers;
    return new Promise((resolve, reject) => {
      const outward = request({ host: hostname, port, path, method: incoming.method, headers, ca }, resolve);
      outward.on("error", reject);
      outgoing.on("close", () => outward.destroy());
      incoming.on("data", hear).on("error", reject).pipe(outward);
    });
  }

  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    lost,
    cut: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
