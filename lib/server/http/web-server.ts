import next from "next";
import { type Environment, listenAddress } from "@/lib/server/environment";
import { guardServer } from "./guard-server";

/** Sooner than whoever stops this process insists. */
const insistAfterMs = 4000;

/**
 * Serves the panel: Next behind a server of our own, since Next reads bodies of any length. Listens before the panel and
 * Next start, so that a port in use is reported before the database is opened; requests wait until both have started.
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
  // The panel closes itself on these, see `liveWithProcess`; a stream that stays open must not hold it up.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      server.close();
      setTimeout(() => process.exit(1), insistAfterMs).unref();
    });
}
