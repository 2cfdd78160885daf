import { expect, test } from "vitest";
import { type Account, hostedContract } from "@/lib/dns/testing/hosted.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { RecordSet } from "@/lib/gateway/model";

async function post({ endpoint, credentials }: Account, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${credentials.token}` };
  const response = await fetch(`${endpoint}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
}

const running = hostedContract({
  id: "digitalocean",
  beyondAPage: 210,
  endless(body) {
    const pages = { next: "https://api.digitalocean.com/v2/domains?page=2" };
    return JSON.stringify({ ...JSON.parse(body), links: { pages } });
  },
  async putZone(account, name) {
    await post(account, "/domains", { name });
    return name;
  },
  putAddress: (account, zone, name) =>
    post(account, `/domains/${zone.id}/records`, {
      ...{ type: "A", name: name.slice(0, -zone.apex.length - 1), data: "192.0.2.1", ttl: 300 },
    }),
  async putForeign(account, zone, name) {
    const label = name.slice(0, -zone.apex.length - 1);
    const mx = { type: "MX", name: label, data: "mail.example.net.", priority: 10, ttl: 300 };
    await post(account, `/domains/${zone.id}/records`, mx);
  },
});

test("if the last request of a change fails, what came before it is undone", async () => {
  const { provider: open, newZone } = running();
  const [provider, zone] = [open(), await newZone()];
  const alias: RecordSet = {
    name: `x.${zone.apex}`,
    type: "CNAME",
    ttlSeconds: 60,
    values: ["lb.example.net"],
  };
  await replace(provider, zone, null, alias);
  const bad: RecordSet = { name: alias.name, type: "A", ttlSeconds: 60, values: ["192.0.2.1", "nonsense"] };
  const change = provider.change(zone, [
    { seen: alias, next: null },
    { seen: null, next: bad },
  ]);
  await expect(change).rejects.toMatchObject({ kind: "rejected" });
  expect((await provider.readAll(zone, alias.name)).map(({ set }) => set)).toEqual([alias]);
});
