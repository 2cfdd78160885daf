import { describe, expect, test } from "vitest";
import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import { Failure } from "@/lib/gateway/failure";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkEvents } from "@/lib/gateway/walk/events";
import { walkStateOf } from "@/lib/gateway/walk/reporting";

const challenge: HttpChallenge = { host: shop.host, token: "token-1", keyAuthorization: "token-1.thumb" };
const url = `http://${shop.host}/.well-known/acme-challenge/token-1`;

/** A CA that validates by HTTP, and an ingress that serves what it is given. */
function httpWorld(challenges: readonly HttpChallenge[] = [challenge]): FakeWorld {
  const fake = fakeWorld();
  const { ca } = fake.world;
  fake.world = {
    ...fake.world,
    challengeType: "http-01",
    ca: {
      ...ca,
      async state(order) {
        const state = await ca.state(order);
        if (state.status !== "pending") return state;
        return {
          status: "pending",
          challenges: [],
          answers: challenges.map((each) => ({ ...each, status: "pending" })),
        };
      },
    },
  };
  fake.answers.set(url, { status: 200, isExpected: true });
  return fake;
}

const orders = ({ did }: FakeWorld) => did.filter((entry) => entry.startsWith("order-")).length;

describe("an order by HTTP-01", () => {
  test("asks the public address for the challenge before the CA does, and removes the answer at the end", async () => {
    const fake = httpWorld();
    expect(walkStateOf(await visit(fake, 12))).toBe("serving");
    expect(fake.asked.indexOf(`${url} at 192.0.2.10`)).toBeGreaterThanOrEqual(0);
    expect(fake.did.indexOf("answer token-1")).toBeLessThan(fake.did.indexOf("accept order-1"));
    expect(fake.did).toContain(`withdraw answers ${shop.host}`);
    expect(fake.did.filter((entry) => entry.includes("_acme-challenge"))).toEqual([]);
  });

  test("doesn't reach the CA while the ingress answers something else; after a while, the page says what to check", async () => {
    const fake = httpWorld();
    fake.answers.set(url, { status: 404 });
    const waiting = report(await visit(fake, 8), "certificate");
    expect(waiting).toMatchObject({ state: "waiting", note: expect.stringContaining("404") });
    fake.now = new Date(fake.now.getTime() + 60_000);
    const blocked = report(await visit(fake), "certificate");
    expect(blocked).toMatchObject({ state: "blocked", remedy: expect.stringContaining("port 80") });
    expect(fake.did.filter((entry) => entry.startsWith("accept"))).toEqual([]);
    fake.answers.set(url, { status: 200, isExpected: true });
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
    expect(orders(fake)).toBe(1);
  });

  test("says why the ingress can't answer, and what to do", async () => {
    const fake = httpWorld();
    fake.answering = { state: "obstructed", note: "Port 80 speaks TLS.", remedy: "Move it." };
    const blocked = report(await visit(fake, 8), "certificate");
    expect(blocked).toMatchObject({ state: "blocked", note: "Port 80 speaks TLS.", remedy: "Move it." });
  });

  test("isn't placed for a wildcard", async () => {
    const fake = httpWorld();
    const host = "*.democluster.net";
    const target = { ...shop, host, server: shop.server && { ...shop.server, hosts: [host] } };
    fake.claims = [target];
    const blocked = report(await visit(fake, 8, [], target), "certificate");
    expect(blocked).toMatchObject({ state: "blocked", remedy: expect.stringContaining("dns-01") });
    expect(orders(fake)).toBe(0);
  });

  test("presents a placeholder certificate where the CA is redirected to HTTPS before there is a real one", async () => {
    const fake = httpWorld();
    fake.answering = { state: "answering", isRedirected: true };
    await visit(fake, 12);
    const at = (what: string) => fake.did.findIndex((entry) => entry.startsWith(what));
    expect(at("placeholder istio-system/")).toBeGreaterThanOrEqual(0);
    expect(at("placeholder")).toBeLessThan(at("accept"));
  });

  test("is refused, and nothing is answered, if the CA asks for another host or for an invalid token", async () => {
    for (const odd of [
      { ...challenge, host: "other.democluster.net" },
      { ...challenge, token: "../x" },
    ]) {
      const fake = httpWorld([odd]);
      expect(report(await visit(fake, 8), "certificate").state).toBe("failed");
      expect(fake.did.filter((entry) => entry.startsWith("answer"))).toEqual([]);
    }
  });
});

describe("a renewal by HTTP-01 whose host has no records", () => {
  const dayInMs = 86_400_000;
  async function dueSince(days: number): Promise<FakeWorld> {
    const fake = httpWorld();
    await visit(fake, 12);
    fake.records.delete(`${shop.host} A`);
    // Lamia would write them, but can't.
    fake.world.dns.change = () => Promise.reject(new Failure("unreachable", "The provider doesn’t answer."));
    fake.now = new Date(fake.now.getTime() + (60 + days) * dayInMs);
    return fake;
  }

  test("is looked at once a minute, says what it waits for, and orders nothing", async () => {
    const fake = await dueSince(1);
    const renewing = report(await visit(fake), "certificate");
    expect(renewing).toMatchObject({
      state: "done",
      note: expect.stringContaining("has none"),
      fact: { renewalProblem: null },
    });
    expect(Date.parse(renewing.retryAt ?? "") - Date.parse(renewing.at)).toBe(60_000);
    expect(orders(fake)).toBe(1);
  });

  test("is notified once when half of the time until the certificate expires is over", async () => {
    const fake = await dueSince(16);
    const first = await visit(fake);
    const told = walkEvents(shop, [], first).filter(({ type }) => type === "certificate.renewal-failed");
    expect(told).toMatchObject([{ notify: true }]);
    fake.now = new Date(fake.now.getTime() + 60_000);
    const second = await visit(fake, 1, first);
    expect(walkEvents(shop, first, second).map(({ type }) => type)).not.toContain(
      "certificate.renewal-failed",
    );
  });
});

test("a renewal whose records lead elsewhere is looked at ever less often up to ten minutes, and is notified", async () => {
  const fake = httpWorld();
  await visit(fake, 12);
  fake.records.set(`${shop.host} A`, {
    name: shop.host,
    type: "A",
    ttlSeconds: 60,
    values: ["198.51.100.7"],
  });
  fake.world.dns.change = () => Promise.reject(new Failure("unreachable", "The provider doesn’t answer."));
  fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
  const reports = await visit(fake);
  const renewing = report(reports, "certificate");
  expect(renewing.note).toContain("198.51.100.7");
  expect(Date.parse(renewing.retryAt ?? "") - Date.parse(renewing.at)).toBe(600_000);
  expect(walkEvents(shop, [], reports)).toContainEqual(
    expect.objectContaining({ type: "certificate.renewal-failed", notify: true }),
  );
});
