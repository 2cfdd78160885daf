import { describe, expect, test } from "vitest";
import type { CheckResult } from "@/lib/dns/provider-definition";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";
import { type Alter, type Between, between } from "./between";
import { a, replace } from "./provider-under-test";

export interface BehindProxy {
  /** The address of the API's stand-in. */
  upstream: string;
  /** The same account, but through the proxy. */
  through(endpoint: string): { provider: DnsProvider; check(): Promise<CheckResult> };
  newZone(): Promise<Zone>;
  /** The same list, with a next page that never ends; not set if lists have no pages. */
  endless?(body: string): string;
}

const page = "<!doctype html><html><title>Sign in</title><body>Please sign in.</body></html>";
/** What a request that never reached the API is answered, before it is changed. */
const nothing = { status: 200, body: '{"done":true}' };
const html = { "content-type": "text/html" };

const odd: readonly (readonly [string, Alter])[] = [
  ["an empty body", () => ({ status: 200, body: "" })],
  ["an empty object", () => ({ status: 200, headers: { "content-type": "application/json" }, body: "{}" })],
  ["the page of a proxy", () => ({ status: 200, headers: html, body: page })],
  ["the error page of a proxy", () => ({ status: 502, headers: html, body: page })],
  [
    "half an answer",
    (_, answer) => answer && { ...answer, body: answer.body.slice(0, answer.body.length / 2) },
  ],
];

/** What a provider behind an API makes of answers that aren't the API's, or not all of it: never that nothing is there. */
export function oddAnswers(current: () => BehindProxy): void {
  async function behind<Result>(
    alter: Alter,
    act: (
      through: ReturnType<BehindProxy["through"]>,
      zone: Zone,
      proxy: Between,
      begin: () => void,
    ) => Promise<Result>,
  ) {
    const { upstream, through, newZone } = current();
    let isOn = false;
    const zone = await newZone();
    const proxy = await between(upstream, (asked, answer) => (isOn ? alter(asked, answer) : null));
    try {
      return await act(through(proxy.endpoint), zone, proxy, () => {
        isOn = true;
      });
    } finally {
      await proxy.close();
    }
  }

  describe("an answer that isn't one", () => {
    test.each(odd)("never says that nothing is there: %s", async (_, alter) => {
      const isRead: Alter = (asked, answer) => (asked.method === "GET" ? alter(asked, answer) : null);
      await behind(isRead, async ({ provider, check }, zone, __, begin) => {
        const set = a(`kept.${zone.apex}`, "192.0.2.1");
        await replace(provider, zone, null, set);
        await provider.zones();
        begin();
        const unreachable = { kind: "unreachable" };
        await expect(provider.zones({ fresh: true })).rejects.toMatchObject(unreachable);
        await expect(provider.readAll(zone, set.name)).rejects.toMatchObject(unreachable);
        await expect(provider.read(zone, set.name, "A")).rejects.toMatchObject(unreachable);
        await expect(provider.records(zone)).rejects.toMatchObject(unreachable);
        expect(await check()).toMatchObject({ ok: false, remedy: expect.any(String) });
      });
    });
  });

  test("a zone that can't be read makes no other zone the longest match, and isn't created anew", async () => {
    const { endless: isList } = current();
    // A webhook has no list of zones.
    if (!isList) return;
    const nameless = (body: string) =>
      body.replaceAll(/"(name|dnsName)":/g, '"was":').replaceAll(/<(\/?)Name>/g, "<$1Was>");
    let written = 0;
    const alter: Alter = ({ method, path }, answer) => {
      if (method !== "GET" && (answer?.status ?? 500) < 300 && !path.includes("token")) written += 1;
      return method === "GET" && answer ? { ...answer, body: nameless(answer.body) } : null;
    };
    await behind(alter, async ({ provider }, zone, _, begin) => {
      await provider.zones();
      begin();
      await expect(provider.zones({ fresh: true })).rejects.toMatchObject({ kind: "unreachable" });
      await expect(provider.createZone(zone.apex)).rejects.toThrow();
      expect(written).toBe(0);
    });
  });

  test.each(odd)("never says that a write is done: %s", async (_, alter) => {
    const isWrite: Alter = (asked, answer) =>
      asked.method === "GET" || asked.path.includes("token") ? null : alter(asked, answer ?? nothing);
    await behind(isWrite, async ({ provider }, zone, __, begin) => {
      const [first, next] = [a(`kept.${zone.apex}`, "192.0.2.1"), a(`kept.${zone.apex}`, "192.0.2.2")];
      await replace(provider, zone, null, first);
      begin();
      await expect(replace(provider, zone, null, a(`mine.${zone.apex}`, "192.0.2.1"))).rejects.toThrow();
      await expect(replace(provider, zone, first, next)).rejects.toThrow();
      await expect(replace(provider, zone, first, null)).rejects.toThrow();
      expect(await provider.read(zone, first.name, "A")).toEqual(first);
    });
  });

  test("a list without an end is no list, and isn't followed for ever", async () => {
    const { endless } = current();
    if (!endless) return;
    const alter: Alter = ({ method }, answer) =>
      answer && method === "GET" && answer.status === 200
        ? { status: 200, body: endless(answer.body) }
        : null;
    await behind(alter, async ({ provider }, zone, proxy, begin) => {
      const set = a(`kept.${zone.apex}`, "192.0.2.1");
      await replace(provider, zone, null, set);
      begin();
      const before = proxy.asked();
      await expect(provider.records(zone)).rejects.toMatchObject({ kind: "unreachable" });
      await expect(provider.zones({ fresh: true })).rejects.toMatchObject({ kind: "unreachable" });
      expect(proxy.asked() - before).toBeLessThan(12);
    });
  });

  test("credentials that may read but not write are refused at the write, with what they lack; reads go on", async () => {
    const alter: Alter = ({ method, path }) =>
      method === "GET" || path.includes("token") ? null : { status: 403, body: "{}" };
    await behind(alter, async ({ provider }, zone, _, begin) => {
      await provider.zones();
      begin();
      const set = a(`mine.${zone.apex}`, "192.0.2.1");
      await expect(replace(provider, zone, null, set)).rejects.toMatchObject({
        kind: "refused",
        remedy: expect.any(String),
      });
      expect(await provider.readAll(zone, set.name)).toEqual([]);
    });
  });

  test("credentials that have expired are refused, and work again once they are renewed", async () => {
    let isExpired = true;
    const alter: Alter = () => (isExpired ? { status: 401, body: "{}" } : null);
    await behind(alter, async ({ provider }, zone, _, begin) => {
      await provider.zones();
      begin();
      await expect(provider.readAll(zone, zone.apex)).rejects.toMatchObject({ kind: "refused" });
      isExpired = false;
      expect(await provider.readAll(zone, zone.apex)).toBeInstanceOf(Array);
    });
  });

  test("a pause is kept whether it is written as seconds or as a date, and never negative", async () => {
    let asked = "7";
    const alter: Alter = () => ({ status: 429, headers: { "retry-after": asked }, body: "{}" });
    await behind(alter, async ({ provider }, zone, _, begin) => {
      await provider.zones();
      begin();
      const pauseOf = () => provider.readAll(zone, zone.apex).catch((thrown: unknown) => thrown);
      expect(await pauseOf()).toMatchObject({ kind: "rate-limited", retryAfterSeconds: 7 });
      asked = "-3";
      expect(await pauseOf()).toMatchObject({ retryAfterSeconds: 1 });
      asked = new Date(Date.now() + 60_000).toUTCString();
      const { retryAfterSeconds } = (await pauseOf()) as { retryAfterSeconds: number };
      expect(retryAfterSeconds).toBeGreaterThan(50);
      expect(retryAfterSeconds).toBeLessThanOrEqual(61);
    });
  });
}
