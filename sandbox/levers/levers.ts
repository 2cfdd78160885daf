import { createServer } from "node:http";
import { listenHttp, readText, sendJson, sendProblem } from "@/sandbox/http-server";

/** Faults and delays that can change while the sandbox runs; all servers read the same object. */
export interface Levers {
  /** Seconds until the registrar sets a new zone's delegation by itself; null leaves it to the user. */
  autoDelegateAfterSeconds: number | null;
  /** Seconds until a LoadBalancer Service gets its address; null withholds and withdraws addresses. */
  addressAfterSeconds: number | null;
  /** While set, the CA rejects new orders with 429 and this Retry-After, in seconds. */
  caRetryAfterSeconds: number | null;
  /** While true, the CA answers every request with 503. */
  caUnavailable: boolean;
  /** While true, the APIs of all DNS providers answer every request with 503. */
  providerUnavailable: boolean;
  /** While set, the APIs of DNS providers other than Cloud DNS ask for a pause of this many seconds. */
  providerRetryAfterSeconds: number | null;
  /** Seconds that a registrar takes for a change that it has accepted. */
  registrarSeconds: number;
  /** One name server (0–3) of each zone that serves changes this many seconds late. */
  laggingNameServer: { index: number; seconds: number } | null;
}

export const initialLevers: Readonly<Levers> = {
  autoDelegateAfterSeconds: null,
  addressAfterSeconds: 1,
  caRetryAfterSeconds: null,
  caUnavailable: false,
  providerUnavailable: false,
  providerRetryAfterSeconds: null,
  registrarSeconds: 0.3,
  laggingNameServer: null,
};

/** What tests count to prove that nothing happens twice; each server increments its own fields. */
export interface Counts {
  certificatesIssued: number;
  ordersCreated: number;
  /** Orders that the CA refused with 429. */
  ordersDeferred: number;
  /** Accepted Cloud DNS changes (not the record sets in them). */
  dnsChanges: number;
  /** Requests to the API of Cloud DNS, whatever was answered; not those for tokens and for its description. */
  dnsRequests: number;
  kubernetesLists: number;
  kubernetesWatches: number;
}

export function newCounts(): Counts {
  return {
    certificatesIssued: 0,
    ordersCreated: 0,
    ordersDeferred: 0,
    dnsChanges: 0,
    dnsRequests: 0,
    kubernetesLists: 0,
    kubernetesWatches: 0,
  };
}

export interface LeverMistake {
  /** The field's path, e.g. "laggingNameServer.index". */
  path: string;
  message: string;
}

type Check = (value: unknown) => LeverMistake | undefined;

const mostSeconds = 86_400;

/** One check per lever; the compiler requires one for a new lever. */
const checks: Record<keyof Levers, Check> = {
  autoDelegateAfterSeconds: secondsOrNull("autoDelegateAfterSeconds"),
  addressAfterSeconds: secondsOrNull("addressAfterSeconds"),
  caRetryAfterSeconds: secondsOrNull("caRetryAfterSeconds"),
  caUnavailable: flag("caUnavailable"),
  providerUnavailable: flag("providerUnavailable"),
  providerRetryAfterSeconds: secondsOrNull("providerRetryAfterSeconds"),
  registrarSeconds: (value) =>
    isSeconds(value) ? undefined : { path: "registrarSeconds", message: secondsMessage },
  laggingNameServer: (value) => {
    if (value === null) return undefined;
    const path = "laggingNameServer";
    if (typeof value !== "object" || Array.isArray(value)) {
      return { path, message: "must be {index, seconds} or null" };
    }
    const { index, seconds, ...others } = value as Record<string, unknown>;
    const [other] = Object.keys(others);
    if (other) return { path: `${path}.${other}`, message: "is not a field; they are index and seconds" };
    if (!Number.isInteger(index) || Number(index) < 0 || Number(index) > 3) {
      return { path: `${path}.index`, message: "must be 0, 1, 2 or 3: which name server of each zone" };
    }
    return isSeconds(seconds) ? undefined : { path: `${path}.seconds`, message: secondsMessage };
  },
};

const secondsMessage = `must be a number of seconds from 0 to ${mostSeconds}`;

/**
 * Reads a change of the levers; omitted fields stay as they are (RFC 7396 for the top level).
 * @returns the fields to set, or everything that is wrong with them
 */
export function readLevers(
  input: unknown,
): { levers: Partial<Levers>; mistakes?: never } | { mistakes: LeverMistake[] } {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { mistakes: [{ path: "", message: "must be a JSON object of levers" }] };
  }
  const mistakes = Object.entries(input).flatMap(([name, value]) => {
    if (!Object.hasOwn(checks, name)) {
      return [{ path: name, message: `is not a lever; they are ${Object.keys(checks).join(", ")}` }];
    }
    return checks[name as keyof Levers](value) ?? [];
  });
  return mistakes.length > 0 ? { mistakes } : { levers: structuredClone(input) as Partial<Levers> };
}

function isSeconds(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= mostSeconds;
}

function secondsOrNull(path: string): Check {
  return (value) =>
    value === null || isSeconds(value) ? undefined : { path, message: `${secondsMessage}, or null` };
}

function flag(path: string): Check {
  return (value) => (typeof value === "boolean" ? undefined : { path, message: "must be true or false" });
}

/**
 * Serves the levers over HTTP: `GET|PATCH {url}` reads and changes them, `GET {url}/counts` reads the counts. All
 * parts of the sandbox share these two objects.
 */
export async function startLevers(options: {
  address: string;
  port: number;
  levers: Levers;
  counts: Counts;
  /** Called with the fields of each PATCH after they are set. */
  onSet?: (changed: Partial<Levers>) => void;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { address, levers, counts } = options;
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const reads = request.method === "GET" || request.method === "HEAD";
    if (path === "/levers/counts" && reads) return sendJson(response, 200, counts);
    if (path !== "/levers")
      return sendProblem(response, 404, "Not found", "There are /levers and /levers/counts.");
    if (reads) return sendJson(response, 200, levers);
    if (request.method !== "PATCH") {
      response.setHeader("allow", "GET, PATCH");
      return sendProblem(response, 405, "Method not allowed", "Levers take GET and PATCH.");
    }
    let input: unknown;
    try {
      input = JSON.parse(await readText(request, 65_536));
    } catch {
      return sendProblem(response, 400, "Not JSON", "The body must be a JSON object of levers.");
    }
    const read = readLevers(input);
    if (read.mistakes) {
      const detail = read.mistakes
        .map(({ path: field, message }) => `${field || "The body"} ${message}`)
        .join("; ");
      return sendProblem(response, 400, "Not valid levers", `${detail}.`, read.mistakes);
    }
    Object.assign(levers, read.levers);
    options.onSet?.(read.levers);
    return sendJson(response, 200, levers);
  });
  const { port, close } = await listenHttp(server, address, options.port);
  return { url: `http://${address}:${port}/levers`, close };
}
