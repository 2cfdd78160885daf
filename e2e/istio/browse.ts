import { request as requestPlain } from "node:http";
import { Agent, request as requestTls } from "node:https";
import type { TLSSocket } from "node:tls";

/** What an outside client gets: an answer with its certificate, or the reason why there is none. */
export type Seen =
  | {
      status: number;
      headers: Record<string, string | string[] | undefined>;
      body: string;
      serial: string | null;
      names: string;
    }
  | { error: string };

export interface Visit {
  address: string;
  port?: number;
  path?: string;
  /** `http` for port 80. */
  scheme?: "http" | "https";
  /** The browser's own certificate, for mutual TLS. */
  client?: { cert: string; key: string };
  agent?: Agent;
}

/** One request to the host at the address, like `curl --resolve`; accepts any certificate, and returns it. */
export function browse(host: string, visit: Visit): Promise<Seen> {
  const {
    address,
    scheme = "https",
    port = scheme === "https" ? 443 : 80,
    path = "/",
    client,
    agent,
  } = visit;
  return new Promise((resolve) => {
    const common = { host: address, port, path, headers: { host }, timeout: 5000 };
    const sent =
      scheme === "http"
        ? requestPlain(common)
        : requestTls({
            ...common,
            servername: host,
            rejectUnauthorized: false,
            agent: agent ?? new Agent({ keepAlive: false }),
            ...client,
          });
    sent.on("timeout", () => sent.destroy(new Error("timeout")));
    sent.on("error", (thrown: NodeJS.ErrnoException) => resolve({ error: thrown.code ?? thrown.message }));
    sent.on("response", (response) => {
      const peer = scheme === "https" ? (response.socket as TLSSocket).getPeerCertificate() : null;
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", (thrown) => resolve({ error: thrown.message }));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          serial: peer?.serialNumber?.replace(/^0+/, "") ?? null,
          names: peer?.subjectaltname ?? "",
        }),
      );
    });
    sent.end();
  });
}
