import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { createCertificateAuthority } from "./authority";
import { memoryOrderStore } from "./ledger";
import { statedRetryAfter } from "./problem";
import { memoryAccounts } from "./testing/test-authority";

/** A CA that answers what a test wants, and counts the requests. */
type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

let base: string;
let asked: string[] = [];
let answer: Answer = () => false;
let orderStatus = "pending";
let elsewhere: string[] = [];

const server = createServer((request, response) => {
  const url = request.url ?? "";
  asked.push(`${request.method} ${url}`);
  request.resume();
  response.setHeader("replay-nonce", `nonce-${asked.length}`);
  if (answer(request, response)) return;
  const json = (status: number, body: unknown, location?: string) => {
    if (location) response.setHeader("location", location);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (url === "/directory")
    return json(200, {
      newNonce: `${base}/nonce`,
      newAccount: `${base}/account`,
      newOrder: `${base}/new-order`,
    });
  if (url === "/nonce") return void response.writeHead(200).end();
  if (url === "/account") return json(201, { status: "valid" }, "/account/1");
  if (url === "/new-order") return json(201, order(), `${base}/order/1`);
  if (url === "/finalize") return json(200, order());
  if (url === "/order/1") return json(200, order());
  return json(404, {});
});

const order = () => ({
  status: orderStatus,
  authorizations: [],
  finalize: `${base}/finalize`,
  ...(orderStatus === "valid" ? { certificate: `${base}/chain` } : {}),
});

const foreign = createServer((request, response) => {
  elsewhere.push(`${request.method} ${request.url}`);
  response.writeHead(200).end("{}");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const each of [server, foreign]) {
    each.closeAllConnections();
    each.close();
  }
});
beforeEach(() => {
  asked = [];
  elsewhere = [];
  answer = () => false;
  orderStatus = "pending";
});

const foreignBase = () => `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;

function authority({ orderStore = memoryOrderStore() } = {}) {
  return createCertificateAuthority({
    directory: `${base}/directory`,
    accounts: memoryAccounts(),
    termsAgreed: true,
    orderStore,
  });
}

const failing = (status: number, headers: Record<string, string>): Answer => {
  return (request, response) => {
    if (request.url !== "/new-order") return false;
    response.writeHead(status, headers).end();
    return true;
  };
};

describe("a Retry-After", () => {
  test.each([
    ["0", 1],
    ["-5", 1],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 1],
    ["99999999999999", 86_400],
    ["9".repeat(400), 86_400],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 86_400],
    ["120", 120],
  ])("of %s is kept within a second and a day", async (value, seconds) => {
    answer = failing(503, { "retry-after": value });
    await expect(authority().order(["a.example.org"], null)).rejects.toMatchObject({
      retryAfterSeconds: seconds,
    });
  });

  test("of more than a day is reported", async () => {
    answer = failing(429, { "retry-after": "9999999" });
    await expect(authority().order(["a.example.org"], null)).rejects.toThrow(/pause of more than a day/);
  });

  test("that is neither a number nor a date is ignored", () => {
    expect(statedRetryAfter(new Headers({ "retry-after": "soon" }), 0)).toBeUndefined();
  });
});

test("a pending order is checked again when the CA says, even after more than ten seconds", async () => {
  orderStatus = "processing";
  answer = (_request, response) => {
    response.setHeader("retry-after", "3600");
    return false;
  };
  const ca = authority();
  await ca.state(`${base}/order/1`);
  const at = ca.nextPollAt(`${base}/order/1`)?.getTime() ?? 0;
  expect(at - Date.now()).toBeGreaterThan(3_500_000);
  const before = asked.length;
  for (let look = 0; look < 20; look += 1) await ca.state(`${base}/order/1`);
  expect(asked.length).toBe(before);
});

test("all requests use the given fetch, so that it can refuse an address", async () => {
  const used: string[] = [];
  const guarded: typeof fetch = async (input, init) => {
    const url = String(input);
    if (url.startsWith(foreignBase())) throw new Failure("refused", "Not there.", { remedy: "Change it." });
    used.push(`${init?.method} ${url.slice(base.length)}`);
    return fetch(input, init);
  };
  const naming = (newNonce: string): Answer => {
    return (request, response) => {
      if (request.url !== "/directory") return false;
      const named = {
        newAccount: `${base}/account`,
        newOrder: `${base}/new-order`,
        renewalInfo: `${base}/ari`,
      };
      response.writeHead(200).end(JSON.stringify({ newNonce, ...named }));
      return true;
    };
  };
  const ca = () =>
    createCertificateAuthority({
      directory: `${base}/directory`,
      accounts: memoryAccounts(),
      termsAgreed: true,
      fetch: guarded,
    });

  answer = naming(`${base}/nonce`);
  const asking = ca();
  await asking.order(["a.example.org"], null);
  await asking.renewalWindow("a.b");
  expect(used).toEqual(asked);
  expect(used).toContain("GET /ari/a.b");

  answer = naming(`${foreignBase()}/nonce`);
  await expect(ca().order(["a.example.org"], null)).rejects.toMatchObject({
    kind: "refused",
    remedy: "Change it.",
  });
  expect(elsewhere).toEqual([]);
});

test("an order that is placed twice for one intent is one order", async () => {
  const ca = authority();
  const first = await ca.order(["a.example.org"], null, "2026-06-01");
  expect(await ca.order(["a.example.org"], null, "2026-06-01")).toBe(first);
  expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(1);
  await ca.order(["a.example.org"], null, "2026-06-02");
  expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(2);
});

test("an order whose URL the caller couldn't store is found again by the next process, until it is settled", async () => {
  const orderStore = memoryOrderStore();
  const first = await authority({ orderStore }).order(["a.example.org"], null, "2026-06-01");
  const next = authority({ orderStore });
  expect(await next.order(["a.example.org"], null, "2026-06-01")).toBe(first);
  expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(1);
  await next.abandon(first);
  await authority({ orderStore }).order(["a.example.org"], null, "2026-06-01");
  expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(2);
});

test("a CA that immediately loses every order gets at most ten an hour, whatever it says", async () => {
  const ca = authority();
  for (let order = 0; order < 10; order += 1) await ca.order(["b.example.org"], null, String(order));
  await expect(ca.order(["b.example.org"], null, "more")).rejects.toMatchObject({ kind: "rate-limited" });
});

test.each(["a Location", "a finalize URL"])(
  "%s at another host is not followed with a signed request",
  async (what) => {
    const ca = authority();
    if (what === "a Location") {
      answer = (request, response) => {
        if (request.url !== "/new-order") return false;
        response.writeHead(201, { location: `${foreignBase()}/order/1` }).end(JSON.stringify(order()));
        return true;
      };
      await expect(ca.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "rejected" });
    } else {
      orderStatus = "ready";
      answer = (request, response) => {
        if (request.url !== "/order/1") return false;
        response.writeHead(200).end(JSON.stringify({ ...order(), finalize: `${foreignBase()}/finalize` }));
        return true;
      };
      await expect(ca.finalize(`${base}/order/1`, new Uint8Array([1]))).rejects.toMatchObject({
        kind: "rejected",
      });
    }
    expect(elsewhere).toEqual([]);
  },
);

test("a relative Location is relative to the CA", async () => {
  answer = (request, response) => {
    if (request.url !== "/new-order") return false;
    response.writeHead(201, { location: "/order/1" }).end(JSON.stringify(order()));
    return true;
  };
  expect(await authority().order(["a.example.org"], null)).toBe(`${base}/order/1`);
});

test.each<[string, Answer]>([
  [
    "a body without end",
    (request, response) => {
      if (request.url !== "/order/1") return false;
      response.writeHead(200);
      const more = () => {
        if (!response.destroyed && response.write("x".repeat(65_536))) setImmediate(more);
        else if (!response.destroyed) response.once("drain", more);
      };
      more();
      return true;
    },
  ],
  [
    "a redirect to itself",
    (request, response) => {
      if (request.url !== "/order/1") return false;
      response.writeHead(302, { location: `${base}/order/1` }).end();
      return true;
    },
  ],
  [
    "an HTML page",
    (request, response) => {
      if (request.url !== "/order/1") return false;
      response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      return true;
    },
  ],
  [
    "ten thousand authorizations",
    (request, response) => {
      if (request.url !== "/order/1") return false;
      const authorizations = Array.from({ length: 10_000 }, (_, index) => `${base}/authorization/${index}`);
      response.writeHead(200).end(JSON.stringify({ ...order(), authorizations }));
      return true;
    },
  ],
])("%s in place of an order is a failure that is tried again", async (_, hostile) => {
  answer = hostile;
  await expect(authority().state(`${base}/order/1`)).rejects.toMatchObject({ kind: "unreachable" });
  expect(asked.length).toBeLessThan(8);
});

test("an order that stays 'ready' is finalized less and less often", async () => {
  orderStatus = "ready";
  const ca = authority();
  const url = `${base}/order/1`;
  const gaps: number[] = [];
  for (let look = 0; look < 8; look += 1) {
    await ca.finalize(url, new Uint8Array([1]));
    gaps.push((ca.nextPollAt(url)?.getTime() ?? 0) - Date.now());
  }
  expect(gaps.at(-1)).toBeGreaterThan(5_000);
});

test("only the certificates of a chain are used", async () => {
  orderStatus = "valid";
  const pem = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----";
  answer = (request, response) => {
    if (request.url !== "/chain") return false;
    const key = "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----";
    response.writeHead(200).end(`<script>\n${pem}\n${key}\n${pem}\n`);
    return true;
  };
  expect(await authority().collect(`${base}/order/1`)).toBe(`${pem}\n${pem}\n`);
  answer = (request, response) => {
    if (request.url !== "/chain") return false;
    response.writeHead(200).end("no certificate");
    return true;
  };
  await expect(authority().collect(`${base}/order/1`)).rejects.toMatchObject({ kind: "unreachable" });
});

test("a CA that knows the account but doesn't return its URL is asked once", async () => {
  answer = (request, response) => {
    if (request.url !== "/account") return false;
    response.writeHead(200).end("{}");
    return true;
  };
  await expect(authority().order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unreachable" });
  expect(asked.filter((each) => each === "POST /account")).toHaveLength(1);
});

test("an existing account is used as it is, with one request", async () => {
  answer = (request, response) => {
    if (request.url !== "/account") return false;
    response.writeHead(200, { location: "/account/1" }).end("{}");
    return true;
  };
  await authority().order(["a.example.org"], null);
  expect(asked).toEqual(["GET /directory", "HEAD /nonce", "POST /account", "POST /new-order"]);
});

test("a CA that accepts no nonce is unreachable after 61 attempts, for which it asks for one nonce", async () => {
  answer = (request, response) => {
    if (request.url !== "/new-order") return false;
    const problem = { type: "urn:ietf:params:acme:error:badNonce", detail: "old" };
    response.writeHead(400).end(JSON.stringify(problem));
    return true;
  };
  await expect(authority().order(["a.example.org"], null)).rejects.toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining("nonce"),
  });
  expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(61);
  expect(asked.filter((each) => each === "HEAD /nonce")).toHaveLength(1);
});

test("the library itself retries no refusal", async () => {
  for (const status of [429, 500, 503]) {
    asked = [];
    answer = failing(status, {});
    await expect(authority().order(["a.example.org"], null)).rejects.toThrow();
    expect(asked.filter((each) => each === "POST /new-order")).toHaveLength(1);
  }
});
