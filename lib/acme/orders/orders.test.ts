import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createAuthority } from "../authority";
import { memoryAccounts } from "../testing/test-authority";

/** A CA in memory with one order, which the tests change; time stands still unless a test changes it. */
const ca = "https://ca.example";
const url = `${ca}/order/1`;
const chain = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----";
const csr = new Uint8Array([1, 2, 3]);

interface Challenge {
  type: string;
  status: string;
  error?: object;
}
let order: Record<string, unknown>;
let challenges: Record<string, { status: string; challenges: Challenge[] }>;
/** Answers to be given once each, before the usual ones, by path. */
let answers: Record<string, (() => Response)[]>;
/** Every signed request: its path and content. */
let sent: { path: string; payload: Record<string, unknown> }[];
let orders: number;
let profiles: Record<string, string>;
/** What the directory names otherwise than usual. */
let moved: Record<string, string>;

const problem = (type: string, status = 400) =>
  Response.json({ type: `urn:ietf:params:acme:error:${type}`, detail: "No." }, { status });
const asked = (path: string) => sent.filter((each) => each.path === path).length;
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

function usual(path: string): Response {
  const [, room = "", id = ""] = path.split("/");
  if (room === "directory")
    return Response.json({
      newNonce: `${ca}/nonce`,
      newAccount: `${ca}/account`,
      newOrder: `${ca}/new-order`,
      renewalInfo: `${ca}/renewal-info`,
      meta: { profiles },
      ...moved,
    });
  if (room === "account") return Response.json({}, { status: 201, headers: { location: `${ca}/account/1` } });
  if (room === "new-order" || path === "/later/new-order") {
    orders += 1;
    return Response.json(order, { status: 201, headers: { location: `${ca}/order/${orders}` } });
  }
  if (room === "order") return Response.json(order);
  if (room === "authorization") {
    const { status = "pending", challenges: all = [] } = challenges[id] ?? {};
    return Response.json({
      identifier: { type: "dns", value: `${id}.example.org` },
      status,
      challenges: all.map((each) => ({ ...each, url: `${ca}/challenge/${id}-${each.type}`, token: "t" })),
    });
  }
  if (room === "finalize") return Response.json({ ...order, status: "processing" });
  if (room === "chain") return new Response(`${chain}\n`);
  return room === "nonce" || room === "challenge" ? Response.json({}) : problem("malformed", 404);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-06-01T00:00:00Z") });
  profiles = { short: "Six days." };
  moved = {};
  const names = ["a", "b"];
  challenges = Object.fromEntries(
    names.map((name) => [
      name,
      {
        status: "pending",
        challenges: ["http-01", "dns-01"].map((type) => ({ type, status: "pending" })),
      },
    ]),
  );
  order = {
    status: "pending",
    authorizations: names.map((name) => `${ca}/authorization/${name}`),
    finalize: `${ca}/finalize`,
  };
  [answers, sent, orders] = [{}, [], 0];
  let nonces = 0;
  vi.stubGlobal("fetch", async (to: string, init: RequestInit) => {
    const path = new URL(to).pathname;
    if (init.method === "POST") {
      const { payload } = JSON.parse(String(init.body));
      const text = Buffer.from(payload, "base64url").toString();
      sent.push({ path, payload: text === "" ? {} : JSON.parse(text) });
    }
    const response = (answers[path]?.shift() ?? (() => usual(path)))();
    response.headers.set("replay-nonce", `nonce-${++nonces}`);
    return response;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function authority(terms: Parameters<ReturnType<typeof createAuthority>>[0] = {}) {
  const accounts = memoryAccounts();
  return createAuthority({ directory: `${ca}/directory`, accounts, termsAgreed: true })(terms);
}

describe("an order", () => {
  test("is placed once for the same intent and names, and again for others", async () => {
    const made = authority();
    const first = await made.order(["a.example.org"], null, "one");
    expect(await made.order(["a.example.org"], null, "one")).toBe(first);
    expect(asked("/new-order")).toBe(1);
    const others = [
      await made.order(["a.example.org"], null, "two"),
      await made.order(["b.example.org"], null, "one"),
      await made.order(["a.example.org"], null),
      await made.order(["a.example.org"], null),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(sent.find(({ path }) => path === "/new-order")?.payload).toEqual({
      identifiers: [{ type: "dns", value: "a.example.org" }],
    });
  });

  test.each(["alreadyReplaced", "malformed", "unauthorized"])(
    "that replaces another one is placed without that when the CA says %s",
    async (type) => {
      answers["/new-order"] = [() => problem(type)];
      expect(await authority().order(["a.example.org"], "ari.1")).toBe(url);
      const placed = sent.filter(({ path }) => path === "/new-order").map(({ payload }) => payload.replaces);
      expect(placed).toEqual(["ari.1", undefined]);
    },
  );

  test("doesn't say what it replaces if the CA has no renewal information", async () => {
    answers["/directory"] = [
      () =>
        Response.json({
          newNonce: `${ca}/nonce`,
          newAccount: `${ca}/account`,
          newOrder: `${ca}/new-order`,
        }),
    ];
    await authority().order(["a.example.org"], "ari.1");
    expect(sent.find(({ path }) => path === "/new-order")?.payload).not.toHaveProperty("replaces");
  });

  test("is not placed again after any other refusal, or if it replaces nothing", async () => {
    const made = authority();
    answers["/new-order"] = [() => problem("rejectedIdentifier")];
    await expect(made.order(["a.example.org"], "ari.1")).rejects.toMatchObject({ kind: "rejected" });
    answers["/new-order"] = [() => problem("malformed")];
    await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "rejected" });
    expect(asked("/new-order")).toBe(2);
  });

  test("names IP addresses as such, and asks for six days where a CA certifies them for no longer", async () => {
    profiles = { shortlived: "Six days.", classic: "90 days." };
    await authority().order(["192.0.2.10"], null);
    await authority().order(["a.example.org"], null);
    const [forAddress, forName] = sent.filter(({ path }) => path === "/new-order");
    expect(forAddress?.payload).toEqual({
      identifiers: [{ type: "ip", value: "192.0.2.10" }],
      profile: "shortlived",
    });
    expect(forName?.payload).toEqual({ identifiers: [{ type: "dns", value: "a.example.org" }] });
  });

  test("names a profile if the CA offers it, and isn't placed otherwise", async () => {
    await authority({ profile: "short" }).order(["a.example.org"], null);
    expect(sent.find(({ path }) => path === "/new-order")?.payload).toMatchObject({ profile: "short" });
    await expect(authority({ profile: "long" }).order(["a.example.org"], null)).rejects.toMatchObject({
      kind: "unconfigured",
      remedy: expect.stringContaining("short"),
    });
    expect(asked("/new-order")).toBe(1);
  });
});

describe("the state of an order", () => {
  test("is read together with its authorizations, and then not again for a minute while they wait for us", async () => {
    const made = authority();
    const state = await made.state(url);
    expect(state).toMatchObject({
      status: "pending",
      challenges: [
        { name: "_acme-challenge.a.example.org", status: "pending" },
        { name: "_acme-challenge.b.example.org", status: "pending" },
      ],
    });
    const before = sent.length;
    pass(59_999);
    expect(await made.state(url)).toEqual(state);
    expect(sent.length).toBe(before);
    pass(1);
    challenges.a = { status: "valid", challenges: [{ type: "dns-01", status: "valid" }] };
    expect(await made.state(url)).toMatchObject({ challenges: [{ status: "valid" }, { status: "pending" }] });
    expect(asked("/order/1")).toBe(2);
    expect(asked("/authorization/a")).toBe(2);
  });

  test("waits for us while any challenge does, and for the CA when none does", async () => {
    const waitMs = async () => {
      const made = authority();
      await made.state(url);
      return (made.nextPollAt(url)?.getTime() ?? 0) - Date.now();
    };
    challenges.a = { status: "valid", challenges: [{ type: "dns-01", status: "valid" }] };
    expect(await waitMs()).toBe(60_000);
    challenges.b = { status: "pending", challenges: [{ type: "dns-01", status: "processing" }] };
    expect(await waitMs()).toBeLessThan(1_000);
  });

  test("with accepted challenges costs one request, less and less often", async () => {
    const made = authority();
    await made.accept(url);
    expect(asked("/authorization/a")).toBe(1);
    for (let look = 0; look < 5; look += 1) {
      // A Date has no fractions of a millisecond, but the pace may.
      pass((made.nextPollAt(url)?.getTime() ?? 0) - Date.now() + 1);
      expect(await made.state(url)).toMatchObject({
        challenges: [{ status: "processing" }, { status: "processing" }],
      });
    }
    expect(asked("/order/1")).toBe(6);
    expect(asked("/authorization/a")).toBe(1);
    expect((made.nextPollAt(url)?.getTime() ?? 0) - Date.now()).toBeGreaterThan(500);
  });

  test("is not requested before the CA says", async () => {
    order.status = "processing";
    answers["/order/1"] = [() => Response.json(order, { headers: { "retry-after": "30" } })];
    const made = authority();
    expect(made.nextPollAt(url)).toBeNull();
    await made.state(url);
    pass(29_999);
    expect(await made.state(url)).toEqual({ status: "processing" });
    expect(asked("/order/1")).toBe(1);
    pass(1);
    order.status = "valid";
    expect(await made.state(url)).toEqual({ status: "valid" });
    expect(asked("/order/1")).toBe(2);
  });

  test.each([
    ["malformed", 404],
    ["malformed", 400],
    ["unauthorized", 403],
    ["accountDoesNotExist", 400],
    ["somethingElse", 404],
  ])("is “gone” when the CA does not know it (%s, %i)", async (type, status) => {
    const made = authority();
    await made.order(["a.example.org"], null);
    pass(60_000);
    answers["/order/1"] = [() => problem(type, status)];
    // An account that is gone is registered again, and the request repeated.
    answers["/order/1"].push(...answers["/order/1"]);
    expect(await made.state(url)).toMatchObject({ status: "invalid", gone: true });
    expect(made.nextPollAt(url)).toBeNull();
  });

  test.each([
    ["rateLimited", 429],
    ["unauthorized", 500],
    ["malformed", 503],
    ["serverInternal", 500],
    ["userActionRequired", 403],
  ])("is unknown, and not gone, when the CA answers %s, %i: the next look finds it", async (type, status) => {
    const made = authority();
    await made.state(url);
    pass(60_000);
    answers["/order/1"] = [() => problem(type, status)];
    await expect(made.state(url)).rejects.toMatchObject({ name: "Failure" });
    expect(await made.state(url)).toMatchObject({ status: "pending" });
  });

  test("that failed includes the challenge's reason, and is read again the next time", async () => {
    order.status = "invalid";
    const error = { type: "urn:ietf:params:acme:error:dns", detail: "No TXT record found." };
    challenges.a = { status: "invalid", challenges: [{ type: "dns-01", status: "invalid", error }] };
    const made = authority();
    for (const looks of [1, 2]) {
      expect(await made.state(url)).toMatchObject({ status: "invalid", problem: "No TXT record found." });
      expect(asked("/order/1")).toBe(looks);
    }
  });

  test("in an unexpected format is a failure, and nothing is remembered", async () => {
    const made = authority();
    for (const strange of [
      { ...order, status: "done" },
      { ...order, finalize: "no URL" },
      { ...order, authorizations: Array(101).fill(`${ca}/authorization/a`) },
    ]) {
      answers["/order/1"] = [() => Response.json(strange)];
      await expect(made.state(url)).rejects.toMatchObject({ kind: "unreachable" });
    }
    expect(await made.state(url)).toMatchObject({ status: "pending" });
  });
});

describe("challenges", () => {
  test("are accepted if they wait for us, only for DNS, and only once", async () => {
    challenges.b = {
      status: "valid",
      challenges: [{ type: "dns-01", status: "pending" }],
    };
    const made = authority();
    await made.accept(url);
    const accepted = sent.filter(({ path }) => path.startsWith("/challenge/")).map(({ path }) => path);
    expect(accepted).toEqual(["/challenge/a-dns-01"]);
  });

  test.each([
    ["processing", "pending"],
    ["pending", "valid"],
  ])("that are %s in an order that is %s are left alone", async (challenge, status) => {
    challenges.a = { status: "pending", challenges: [{ type: "dns-01", status: challenge }] };
    challenges.b = { status: "pending", challenges: [{ type: "http-01", status: "pending" }] };
    order.status = status === "valid" ? "ready" : "pending";
    await authority()
      .accept(url)
      .catch(() => undefined);
    expect(sent.some(({ path }) => path.startsWith("/challenge/"))).toBe(false);
  });

  test("are not accepted if the CA has lost the order", async () => {
    answers["/order/1"] = [() => problem("malformed", 404)];
    await expect(authority().accept(url)).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("finalizing", () => {
  test("sends the request, and the order is processing after that", async () => {
    order.status = "ready";
    const made = authority();
    await made.finalize(url, csr);
    expect(sent.find(({ path }) => path === "/finalize")?.payload).toEqual({
      csr: Buffer.from(csr).toString("base64url"),
    });
    expect(await made.state(url)).toEqual({ status: "processing" });
    expect(asked("/order/1")).toBe(1);
  });

  test.each(["processing", "valid"])(
    "again what is %s already is no error: an answer may have been lost",
    async (status) => {
      order.status = "ready";
      const made = authority();
      await made.state(url);
      order.status = status;
      answers["/finalize"] = [() => problem("orderNotReady", 403)];
      await expect(made.finalize(url, csr)).resolves.toBeUndefined();
      expect(await made.state(url)).toMatchObject({ status });
    },
  );

  test.each(["pending", "ready", "invalid"])(
    "what is %s and not ready, as the CA says, is an error",
    async (status) => {
      order.status = status;
      answers["/finalize"] = [() => problem("orderNotReady", 403)];
      await expect(authority().finalize(url, csr)).rejects.toMatchObject({ kind: "conflict" });
    },
  );

  test("fails if the CA has lost the order, or refuses for another reason", async () => {
    order.status = "ready";
    const made = authority();
    await made.state(url);
    answers["/finalize"] = [() => problem("orderNotReady", 403)];
    answers["/order/1"] = [() => problem("malformed", 404)];
    await expect(made.finalize(url, csr)).rejects.toMatchObject({ kind: "conflict" });
    answers["/finalize"] = [() => problem("badCSR")];
    const before = asked("/order/1");
    await expect(made.finalize(url, csr)).rejects.toMatchObject({ kind: "rejected" });
    // Once to check the order; a refusal of another kind is no reason to check.
    expect(asked("/order/1")).toBe(before + 1);
  });

  test("happens less and less often while the order stays “ready”", async () => {
    order.status = "ready";
    const made = authority();
    const gaps: number[] = [];
    for (let look = 0; look < 6; look += 1) {
      answers["/finalize"] = [() => Response.json(order)];
      await made.finalize(url, csr);
      gaps.push((made.nextPollAt(url)?.getTime() ?? 0) - Date.now());
    }
    expect(gaps.at(-1)).toBeGreaterThan(1_000);
    expect(gaps.slice(1)).toEqual(gaps.slice(1).toSorted((one, other) => one - other));
  });
});

describe("collecting", () => {
  test("accepts certificates, and nothing else that the CA sends with them", async () => {
    Object.assign(order, { status: "valid", certificate: `${ca}/chain` });
    const key = "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----";
    answers["/chain"] = [() => new Response(`<script>\n${chain}\n${key}\n${chain}`)];
    const made = authority();
    expect(await made.collect(url)).toBe(`${chain}\n${chain}\n`);
    answers["/chain"] = [() => new Response(key)];
    await expect(made.collect(url)).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("finds the certificate of an order that was finalized a moment ago", async () => {
    order.status = "ready";
    const made = authority();
    await made.finalize(url, csr);
    Object.assign(order, { status: "valid", certificate: `${ca}/chain` });
    expect(await made.collect(url)).toBe(`${chain}\n`);
  });

  test("is a conflict if nothing is issued yet, or the order is lost", async () => {
    order.status = "processing";
    await expect(authority().collect(url)).rejects.toMatchObject({ kind: "conflict" });
    answers["/order/1"] = [() => problem("malformed", 404)];
    await expect(authority().collect(url)).rejects.toMatchObject({ kind: "conflict" });
    expect(asked("/chain")).toBe(0);
  });
});

describe("a CA whose answers are odd", () => {
  const lost = () => new Response("<html>Not found</html>", { status: 404 });

  test("and whose directory has changed is asked at the new URLs, after one that is gone", async () => {
    const made = authority();
    await made.order(["a.example.org"], null, "1");
    moved = { newOrder: `${ca}/later/new-order` };
    answers["/new-order"] = [lost];
    await expect(made.order(["a.example.org"], null, "2")).rejects.toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("ca.example"),
    });
    expect(await made.order(["a.example.org"], null, "2")).toBe(`${ca}/order/2`);
    expect(asked("/later/new-order")).toBe(1);
  });

  test("and that refuses an order in ACME's words keeps its directory", async () => {
    const made = authority();
    answers["/new-order"] = [() => problem("malformed", 404)];
    await expect(made.order(["a.example.org"], null, "1")).rejects.toMatchObject({ kind: "rejected" });
    moved = { newOrder: `${ca}/later/new-order` };
    await made.order(["a.example.org"], null, "1");
    expect(asked("/later/new-order")).toBe(0);
  });

  test("and that has moved to another host no longer has the orders of the old one, which isn't asked", async () => {
    const before = "https://old.example/order/7";
    expect(await authority().state(before)).toMatchObject({ status: "invalid", gone: true });
    expect(sent).toEqual([]);
  });

  test("and that names an order at another host has placed none", async () => {
    const location = "https://other.example/order/1";
    answers["/new-order"] = [() => Response.json(order, { status: 201, headers: { location } })];
    await expect(authority().order(["a.example.org"], null)).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("other.example"),
    });
  });

  test("and that names no order at all is tried again, at most ten times an hour", async () => {
    const made = authority();
    const none = () => Response.json(order, { status: 201 });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      answers["/new-order"] = [none];
      await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unreachable" });
    }
    await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "rate-limited" });
    expect(asked("/new-order")).toBe(10);
  });

  test("and that gives up an order while its challenges wait says so with the next look", async () => {
    const made = authority();
    const placed = await made.order(["a.example.org"], null);
    expect(await made.state(placed)).toMatchObject({ status: "pending" });
    order = { ...order, status: "invalid", error: { detail: "Too late." } };
    pass(61_000);
    expect(await made.state(placed)).toEqual({ status: "invalid", problem: "Too late.", gone: false });
  });
});
