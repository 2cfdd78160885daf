import { afterAll, beforeAll, expect, test } from "vitest";
import { initialLevers } from "@/sandbox/levers/levers";
import { isRegistrable, registrations } from "./registrations";
import { startRegistrar } from "./start";

const zoneNameServers = [1, 2, 3, 4].map((at) => `ns-cloud-c${at}.googledomains.com.`);
const book = registrations({ levers: { ...initialLevers }, zones: () => [], isRegistrable });
let registrar: Awaited<ReturnType<typeof startRegistrar>>;

beforeAll(async () => {
  registrar = await startRegistrar({
    address: "127.0.0.1",
    port: 0,
    registrations: book,
    zoneNameServers: (name) => (name === "democluster.net." ? zoneNameServers : undefined),
    panelUrl: "http://127.0.0.1:3000",
  });
});
afterAll(() => registrar.close());

const at = (path: string, init?: RequestInit) =>
  fetch(`${registrar.url}${path}`, { redirect: "manual", ...init });
const put = (domain: string, body: string) =>
  at(`/domains/${domain}/name-servers`, {
    method: "PUT",
    body,
    headers: { "content-type": "application/json" },
  });

test("PUT sets and registers, GET shows, DELETE removes", async () => {
  const nameServers = ["ns1.host.test", "ns2.host.test"];
  const set = await put("example.org", JSON.stringify({ nameServers }));
  expect([set.status, await set.json()]).toEqual([200, { domain: "example.org", nameServers }]);
  expect(await (await at("/domains/example.org/name-servers")).json()).toMatchObject({ nameServers });
  const { domains } = (await (await at("/domains")).json()) as { domains: { domain: string }[] };
  expect(domains.map(({ domain }) => domain)).toEqual(["democluster.net", "example.org"]);
  expect((await at("/domains/example.org", { method: "DELETE" })).status).toBe(204);
  expect((await at("/domains/example.org/name-servers")).status).toBe(404);
});

test("errors are reported as problem details at their path", async () => {
  const wrong = await put("example.org", JSON.stringify({ nameServers: ["ns1.host.test", "192.0.2.1"] }));
  expect(wrong.status).toBe(400);
  expect(wrong.headers.get("content-type")).toContain("application/problem+json");
  expect(await wrong.json()).toMatchObject({ status: 400, errors: [{ path: "nameServers[1]" }] });
  expect((await put("example.org", "{")).status).toBe(400);
  expect((await put("shop.democluster.net", JSON.stringify({ nameServers: zoneNameServers }))).status).toBe(
    400,
  );
});

test("the page's form accepts fields or pasted lines, and shows errors next to the field", async () => {
  const path = "/domains/democluster.net/name-servers";
  const pasted = "ns1.host.test\nns2.host.test\r\n\nns3.host.test";
  const saved = await at(path, { method: "POST", body: new URLSearchParams({ pasted }) });
  expect(saved.status).toBe(303);
  expect(book.get("democluster.net.")?.nameServers).toHaveLength(3);
  const page = await (await at(saved.headers.get("location") ?? "")).text();
  expect(page).toContain('role="status"');
  expect(page).toContain('value="ns3.host.test"');

  const form = new URLSearchParams([
    ["nameServer", "ns1.host.test"],
    ["nameServer", '"><script>'],
  ]);
  const refused = await at(path, { method: "POST", body: form });
  expect(refused.status).toBe(400);
  const text = await refused.text();
  expect(text).toContain('aria-describedby="name-server-2-mistake"');
  expect(text).not.toContain('"><script>');
  expect(book.get("democluster.net.")?.nameServers).toHaveLength(3);
});

test("the button copies the name servers of the zone, and says when there is none", async () => {
  expect((await at("/domains/democluster.net/set-for-me", { method: "POST" })).status).toBe(303);
  expect(book.get("democluster.net.")?.nameServers).toEqual(zoneNameServers);
  expect((await at("/domains/example.org/set-for-me", { method: "POST" })).status).toBe(409);
});

test("a form from another origin is rejected", async () => {
  const headers = { origin: "http://elsewhere.test" };
  expect((await at("/domains/democluster.net/set-for-me", { method: "POST", headers })).status).toBe(403);
});
