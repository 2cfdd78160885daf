import type { Server, ServerResponse } from "node:http";

/** How long a stopping server waits for answers that are under way, less than those who stop it wait. */
const longestInMs = 3000;

/**
 * Lets a web server end in order. The function that it returns takes no new connections, waits until every request that has
 * arrived is answered, and closes what is left after three seconds. Whoever calls it ends streams first, because they have no
 * end of their own.
 */
export function drainable(server: Server): () => Promise<void> {
  const open = new Set<ServerResponse>();
  const empty = Promise.withResolvers<void>();
  let isDraining = false;
  const settle = () => {
    if (isDraining && open.size === 0) empty.resolve();
  };
  server.prependListener("request", (_, response) => {
    open.add(response);
    response.once("close", () => {
      open.delete(response);
      settle();
    });
  });
  return async () => {
    isDraining = true;
    server.close();
    for (const response of open) if (!response.headersSent) response.setHeader("connection", "close");
    settle();
    const timer = setTimeout(empty.resolve, longestInMs);
    await empty.promise;
    clearTimeout(timer);
    server.closeAllConnections();
  };
}
