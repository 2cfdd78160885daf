import type { Random } from "@/lib/testing/random";
import type { Rule, Verdict, Wire } from "./http-wire";
import type { Wires } from "./stage";

/** A temporary fault. */
export interface Fault {
  /** For the printed schedule. */
  name: string;
  begin(wires: Wires): () => void;
}

const kinds = ["gateways", "secrets", "services", "namespaces", "deployments"] as const;
const retryAfters = [undefined, "0", "1", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "2, 3"];

/** A random fault of any kind, in any place. */
export function anyFault(random: Random): Fault {
  return random.pick([
    clusterList,
    clusterList,
    clusterReads,
    clusterStreams,
    provider,
    provider,
    authority,
    authority,
    names,
  ])(random);
}

/** The rule is active while the fault lasts; connections that it froze end with it. */
function onWire(name: string, wireOf: (wires: Wires) => Wire, rule: Rule, isCutFirst = false): Fault {
  return {
    name,
    begin(wires) {
      const wire = wireOf(wires);
      wire.rules.add(rule);
      if (isCutFirst) wire.cut();
      return () => {
        wire.rules.delete(rule);
        if (name.includes("frozen")) wire.cut();
      };
    },
  };
}

/** Lists and watches of one kind are refused, or lists are incomplete. */
function clusterList(random: Random): Fault {
  const kind = random.pick(kinds);
  const what = random.pick(["404", "403", "410", "429", "500", "503", "cut", "empty", "null"] as const);
  const isOfKind = (path: string) => new RegExp(`/${kind}(\\?|$)`).test(path);
  const isWatch = (path: string) => /[?&]watch=(true|1)/.test(path);
  const edits: Partial<Record<typeof what, (items: unknown[]) => unknown>> = {
    cut: (items) => items.slice(0, Math.floor(items.length / 2)),
    empty: () => [],
    null: () => null,
  };
  const edit = edits[what];
  const verdict: Verdict = edit
    ? { kind: "edit", edit: (body) => editedList(body, edit) }
    : { kind: "answer", status: Number(what), body: "404 page not found\n" };
  return onWire(
    `cluster: the list of ${kind} is ${edit ? what : `answered ${what}`}`,
    ({ kubernetes }) => kubernetes,
    ({ method, path }) =>
      method === "GET" && isOfKind(path) && (edit === undefined || !isWatch(path)) ? verdict : null,
    true,
  );
}

export function editedList(body: string, edit: (items: unknown[]) => unknown): string {
  try {
    const list = JSON.parse(body) as { items?: unknown[] };
    return Array.isArray(list.items) ? JSON.stringify({ ...list, items: edit(list.items) }) : body;
  } catch {
    return body;
  }
}

/** Reads and writes of single objects fail, are late, or succeed with a lost answer. */
function clusterReads(random: Random): Fault {
  const isOne = (path: string) => /\/(gateways|secrets)\/[^/?]+(\?|$)/.test(path);
  const verdict = random.pick<Verdict>([
    { kind: "answer", status: 503 },
    { kind: "answer", status: 429, headers: { "retry-after": "1" } },
    { kind: "answer", status: 500 },
    { kind: "delay", ms: 300 },
    { kind: "lose-answer" },
    { kind: "truncate" },
    { kind: "reset" },
  ]);
  const share = random.pick([0.3, 1]);
  return onWire(
    `cluster: ${share * 100} % of single objects: ${described(verdict)}`,
    ({ kubernetes }) => kubernetes,
    ({ path }) => (isOne(path) && random.chance(share) ? verdict : null),
  );
}

/** Watches end, or the whole server freezes or is unreachable. */
function clusterStreams(random: Random): Fault {
  const what = random.pick(["watches are cut", "frozen", "not reachable"] as const);
  const verdict: Verdict | null =
    what === "watches are cut" ? null : { kind: what === "frozen" ? "freeze" : "reset" };
  return onWire(
    `cluster: ${what}`,
    ({ kubernetes }) => kubernetes,
    () => verdict,
    true,
  );
}

function provider(random: Random): Fault {
  const quota = googleError(403, "quotaExceeded", "Quota exceeded for quota metric 'Write requests'");
  const isChange = (method: string) => method !== "GET";
  const verdict = random.pick<Verdict>([
    {
      kind: "answer",
      status: 429,
      ...quotaHeaders(random),
      body: googleError(429, "rateLimitExceeded", "Slow down"),
    },
    { kind: "answer", status: 403, ...quotaHeaders(random), body: quota },
    { kind: "answer", status: 503, body: "upstream connect error" },
    { kind: "answer", status: 503, body: googleError(503, "backendError", "Backend Error") },
    { kind: "answer", status: 502, headers: { "content-type": "text/html" }, body: "<html>502</html>" },
    { kind: "answer", status: 200, headers: { "content-type": "application/json" }, body: '{"kind":' },
    { kind: "truncate" },
    { kind: "delay", ms: 400 },
    { kind: "lose-answer" },
    { kind: "reset" },
    { kind: "freeze" },
  ]);
  const isWritesOnly = verdict.kind === "lose-answer" || random.chance(0.5);
  return onWire(
    `provider: ${isWritesOnly ? "changes" : "everything"}: ${described(verdict)}`,
    (wires) => wires.provider,
    ({ method, path }) => (path.startsWith("/token") || (isWritesOnly && !isChange(method)) ? null : verdict),
  );
}

function quotaHeaders(random: Random): { headers?: Record<string, string> } {
  const value = random.pick(retryAfters);
  const type = { "content-type": "application/json" };
  return { headers: value === undefined ? type : { ...type, "retry-after": value } };
}

function googleError(code: number, reason: string, message: string): string {
  return JSON.stringify({ error: { code, message, errors: [{ message, domain: "usageLimits", reason }] } });
}

function authority(random: Random): Fault {
  const problem = (type: string) =>
    JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail: type });
  const asProblem = { "content-type": "application/problem+json" };
  const value = random.pick(retryAfters);
  const verdict = random.pick<Verdict>([
    { kind: "answer", status: 503 },
    {
      kind: "answer",
      status: 429,
      headers: { ...asProblem, ...(value === undefined ? {} : { "retry-after": value }) },
      body: problem("rateLimited"),
    },
    { kind: "answer", status: 400, headers: asProblem, body: problem("badNonce") },
    { kind: "answer", status: 500, headers: asProblem, body: problem("serverInternal") },
    { kind: "delay", ms: 300 },
    { kind: "lose-answer" },
    { kind: "truncate" },
    { kind: "reset" },
  ]);
  const place = random.pick([
    "",
    "/acme/new-order",
    "/acme/order/",
    "/acme/challenge/",
    "/finalize",
    "/acme/certificate/",
  ]);
  return onWire(
    `CA: ${place || "everything"}: ${described(verdict)}`,
    ({ ca }) => ca,
    ({ path }) => (path.includes(place) && random.chance(0.7) ? verdict : null),
  );
}

function names(random: Random): Fault {
  const verdict = random.pick(["silent", "servfail"] as const);
  const share = random.pick([1, 0.3]);
  const onlyLast = random.chance(0.5);
  return {
    name: `DNS: ${onlyLast ? "every fourth name server" : "all name servers"}: ${share * 100} % ${verdict}`,
    begin({ names: wire }) {
      wire.verdict = (address) =>
        (!onlyLast || Number(address.split(".").at(-1)) % 4 === 0) && random.chance(share)
          ? verdict
          : "answer";
      return () => {
        wire.verdict = () => "answer";
      };
    },
  };
}

function described(verdict: Verdict): string {
  switch (verdict.kind) {
    case "answer":
      return `${verdict.status}${verdict.headers?.["retry-after"] ? ` Retry-After: ${verdict.headers["retry-after"]}` : ""}`;
    case "delay":
      return `${verdict.ms} ms late`;
    case "freeze":
      return "frozen";
    default:
      return verdict.kind;
  }
}
