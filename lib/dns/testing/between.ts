import { createServer, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/**
 * What the proxy answers instead, or null. It is asked before the request is passed on, and again with the API's answer: what it says
 * the first time, the API never sees.
 */
export type Alter = (asked: { method: string; path: string }, answer: Reply | null) => Reply | null;

export interface Between {
  endpoint: string;
  /** How many requests there were. */
  asked(): number;
  close(): Promise<void>;
}

/** A proxy between a provider and its API that changes answers, as some proxies and some APIs on a bad day do. */
export async function between(upstream: string, alter: Alter): Promise<Between> {
  const base = new URL(upstream);
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    asked += 1;
    const send = base.protocol === "https:" ? httpsRequest : httpRequest;
    const { method = "GET", url: path = "/", headers } = incoming;
    const instead = alter({ method, path }, null);
    if (instead) {
      incoming.resume();
      outgoing.writeHead(instead.status, instead.headers).end(instead.body);
      return;
    }
    const asking = send({
      hostname: base.hostname,
      port: base.port,
      servername: "localhost",
      ...{ method, path, headers },
    });
    asking.once("error", () => outgoing.destroy());
    asking.once("response", async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString("utf8");
      const passed = { status: answer.statusCode ?? 502, body };
      const altered = alter({ method, path }, passed);
      const { "content-length": _, "transfer-encoding": __, ...kept } = answer.headers;
      outgoing.writeHead(altered?.status ?? passed.status, altered?.headers ?? kept);
      outgoing.end(altered?.body ?? body);
    });
    incoming.pipe(asking);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // Some APIs sign the path.
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.pathname.replace(/\/$/, "")}`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
