import { expect, test } from "vitest";
import { type Account, hostedContract } from "@/lib/dns/testing/hosted.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { RecordSet, Zone } from "@/lib/gateway/model";

const running = hostedContract({
  id: "cloudflare",
  beyondAPage: 110,
  endless: (body) => body.replace(/"total_pages":\d+/, '"total_pages":1000000'),
  async putZone(account, apex) {
    return ((await post(account, "/zones", { name: apex })) as { id: string }).id;
  },
  putForeign: (account, zone, name) =>
    put(account, zone, { type: "MX", name, content: "mail.example.net", priority: 10 }),
});

async function post({ endpoint, credentials }: Account, path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${credentials.token}` };
  const response = await fetch(`${endpoint}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: unknown }).result;
}

async function put(account: Account, zone: Zone, record: object): Promise<void> {
  await post(account, `/zones/${zone.id}/dns_records`, { ttl: 300, ...record });
}

const challenge = (zone: Zone, ...values: string[]): RecordSet => ({
  name: `_acme-challenge.${zone.apex}`,
  type: "TXT",
  ttlSeconds: 60,
  values: values.toSorted(),
});

test("adding a value leaves the other records as they are", async () => {
  const { account, provider, newZone } = running();
  const zone = await newZone();
  await replace(provider(), zone, null, challenge(zone, "theirs"));
  const idsOf = async () => {
    const headers = { authorization: `Bearer ${account.credentials.token}` };
    const response = await fetch(`${account.endpoint}/zones/${zone.id}/dns_records`, { headers });
    const { result } = (await response.json()) as { result: { id: string; content: string }[] };
    return new Map(result.map(({ id, content }) => [content, id]));
  };
  const before = await idsOf();
  await replace(provider(), zone, challenge(zone, "theirs"), challenge(zone, "ours", "theirs"));
  await replace(provider(), zone, challenge(zone, "ours", "theirs"), challenge(zone, "theirs"));
  expect(await idsOf()).toEqual(before);
});

test("a text that somebody entered without quotes is read with its spaces", async () => {
  const { account, provider, newZone } = running();
  const zone = await newZone();
  await put(account, zone, { type: "TXT", name: zone.apex, content: "v=spf1 -all" });
  expect((await provider().read(zone, zone.apex, "TXT"))?.values).toEqual(["v=spf1 -all"]);
});

test("records are proxied only if the virtual cluster says so, and follow the setting", async () => {
  const { metadata, provider, newZone } = running();
  const zone = await newZone();
  const set: RecordSet = { name: `shop.${zone.apex}`, type: "A", ttlSeconds: 300, values: ["192.0.2.1"] };
  const direct = provider();
  const proxied = provider({ ...metadata, cloudflare_proxied: "true" });
  expect([direct.isProxied, proxied.isProxied]).toEqual([false, true]);
  await replace(direct, zone, null, set);
  const seen = await proxied.read(zone, set.name, "A");
  expect(seen).toEqual({ ...set, needsRewrite: true });
  await replace(proxied, zone, seen, set);
  expect(await proxied.read(zone, set.name, "A")).toEqual({ ...set, ttlSeconds: 1 });
  expect(await direct.read(zone, set.name, "A")).toMatchObject({ needsRewrite: true });
});

test("a CNAME record at the apex stands beside the zone's mail, and never beside an address", async () => {
  const { account, provider, newZone } = running();
  const zone = await newZone();
  const dns = provider();
  const alias: RecordSet = { name: zone.apex, type: "CNAME", ttlSeconds: 300, values: ["lb.example.net"] };
  expect(dns.flattensApex).toBe(true);
  await put(account, zone, { type: "MX", name: zone.apex, content: "mail.example.net", priority: 10 });
  await replace(dns, zone, null, alias);
  const held = (await dns.readAll(zone, zone.apex)).map(({ type }) => type);
  expect(held.filter((type) => type === "CNAME" || type === "MX").sort()).toEqual(["CNAME", "MX"]);
  const address: RecordSet = { name: zone.apex, type: "A", ttlSeconds: 300, values: ["192.0.2.1"] };
  await expect(replace(dns, zone, null, address)).rejects.toMatchObject({ kind: "conflict" });
  await replace(dns, zone, alias, null);
  await replace(dns, zone, null, address);
  await expect(replace(dns, zone, null, alias)).rejects.toMatchObject({ kind: "conflict" });
});
