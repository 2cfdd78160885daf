import pg from "pg";

const firstRetryInMs = 250;
const lastRetryInMs = 10_000;
const aliveCheckInMs = 10_000;

/**
 * LISTEN on a connection of its own, which comes back by itself. A connection that died in silence (a
 * firewall that forgot it) is found by a query every ten seconds. After each return `onGap` is called,
 * because what was notified in between is lost.
 */
export async function listenPostgres(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let client: pg.Client | null = null;
  let retryInMs = firstRetryInMs;
  let retryTimer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: "lamia listen",
      keepAlive: true,
      query_timeout: aliveCheckInMs / 2,
    });
    next.on("error", () => lost(next));
    next.on("end", () => lost(next));
    next.on("notification", (message) => onPayload(message.payload ?? ""));
    client = next;
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    retryInMs = firstRetryInMs;
  };

  const lost = (broken: pg.Client): void => {
    if (client !== broken) return;
    client = null;
    broken.end().catch(() => {});
    if (closed) return;
    retryTimer = setTimeout(again, retryInMs);
    retryInMs = Math.min(retryInMs * 2, lastRetryInMs);
  };

  const again = (): void => {
    connect().then(onGap, () => {
      if (client !== null) lost(client);
    });
  };

  await connect();
  const aliveCheck = setInterval(() => {
    const asked = client;
    asked?.query("SELECT 1").catch(() => lost(asked));
  }, aliveCheckInMs);

  return async () => {
    closed = true;
    clearInterval(aliveCheck);
    clearTimeout(retryTimer);
    const last = client;
    client = null;
    await last?.end().catch(() => {});
  };
}
