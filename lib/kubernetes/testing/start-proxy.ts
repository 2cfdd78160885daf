import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The network between a client and a server on loopback, which can be cut. */
export async function startProxy(toPort: number) {
  const sockets = new Set<Socket>();
  let down = false;
  let isFrozen = false;
  let opened = 0;
  const server = createServer((client) => {
    if (down) return client.resetAndDestroy();
    opened += 1;
    client.on("error", () => client.destroy());
    if (isFrozen) {
      sockets.add(client);
      client.on("close", () => sockets.delete(client));
      return;
    }
    const upstream = connect(toPort, "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("error", () => to.destroy());
      from.on("data", (data) => {
        if (!isFrozen) to.write(data);
      });
      from.on("end", () => to.end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    port: (server.address() as AddressInfo).port,
    /** The number of connections so far. */
    opened: () => opened,
    /** Breaks every connection; accepts new ones. */
    cut,
    /** Breaks every connection, and every new one, until `up`. */
    down() {
      down = true;
      cut();
    },
    up() {
      down = false;
    },
    /** Connections stay open and new ones are accepted, but nothing is answered on them. */
    freeze() {
      isFrozen = true;
    },
    /** Accepts new connections; the frozen ones stay frozen. */
    thaw() {
      isFrozen = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
