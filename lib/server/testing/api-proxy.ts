import { readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { sandboxRoot } from "@/sandbox/pki/root";

export interface ApiProxy {
  /** A kubeconfig that leads through the proxy. */
  kubeconfig: string;
  /** The status to answer a request with; null lets it pass. Bodies are those of a proxy in between. */
  answer: (call: { method: string; path: string }) => number | null;
  /** How far the server's clock is ahead, in ms. */
  clockAheadMs: number;
  /** Each request that passed, as `METHOD path`. */
  passed: string[];
  /** Ends the open connections, especially watches. */
  cut(): void;
  close(): Promise<void>;
}

interface Kubeconfig {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
}

/** A proxy between the panel and the sandbox's API server. */
export async function startApiProxy(kubeconfigFile: string, home: string): Promise<ApiProxy> {
  const config = parse(readFileSync(kubeconfigFile, "utf8")) as Kubeconfig;
  const [{ cluster } = { cluster: null }] = config.clusters;
  if (!cluster) throw new Error("the kubeconfig names no cluster");
  const upstream = new URL(cluster.server);
  const ca = Buffer.from(cluster["certificate-authority-data"], "base64").toString();
  const root = await sandboxRoot(join(home, "proxy"));
  const { certificatePem: cert, keyPem: key } = await root.issueServerCertificate(
    ["localhost"],
    ["127.0.0.1"],
  );
  const server = createServer({ cert, key }, (incoming, outgoing) => pass(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cluster["certificate-authority-data"] = Buffer.from(root.certificatePem).toString("base64");
  cluster.server = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(home, "kubeconfig-by-proxy");
  writeFileSync(file, stringify(config));

  const proxy: ApiProxy = {
    kubeconfig: file,
    answer: () => null,
    clockAheadMs: 0,
    passed: [],
    cut: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = "GET", url = "/", headers } = incoming;
    const status = proxy.answer({ method, path: url });
    if (status !== null) {
      outgoing.writeHead(status, { "content-type": "text/plain" }).end("404 page not found\n");
      return;
    }
    proxy.passed.push(`${method} ${url}`);
    const target = { host: upstream.hostname, port: upstream.port, path: url, method, headers, ca };
    const outward = request(target, (reply) => {
      const date = new Date(Date.now() + proxy.clockAheadMs).toUTCString();
      outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, date });
      // Otherwise Node holds them back until there is a body: a watch would open only with its first event.
      outgoing.flushHeaders();
      // A watch without news sends nothing for a while, but it has been opened.
      outgoing.flushHeaders();
      reply.on("error", () => outgoing.destroy()).pipe(outgoing);
    });
    outward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => outward.destroy());
    incoming.pipe(outward);
  }
  return proxy;
}
