import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProviderRegistry } from "@/lib/dns/registry";
import { type Account, hostedContract } from "@/lib/dns/testing/hosted.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { RecordSet, Zone } from "@/lib/gateway/model";

/** A request as Azure's own tools send it. */
async function put({ endpoint, credentials }: Account, path: string, json: object): Promise<void> {
  const { tenant, client = "", secret = "", subscription, group } = credentials;
  const login = `${endpoint.replace(/\/azure$/, "/azure-login")}/${tenant}/oauth2/v2.0/token`;
  const form = new URLSearchParams({ client_id: client, client_secret: secret });
  const granted = await fetch(login, { method: "POST", body: form.toString() });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const base = `${endpoint}/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/dnsZones`;
  const response = await fetch(`${base}${path}?api-version=2018-05-01`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(json),
  });
  expect(response.status).toBe(201);
}

const labelOf = (zone: Zone, name: string) => name.slice(0, -zone.apex.length - 1);

const running = hostedContract({
  id: "azure",
  beyondAPage: 110,
  endless: (body) =>
    JSON.stringify({ ...JSON.parse(body), nextLink: "https://management.azure.com/?$skipToken=again" }),
  async putZone(account, apex) {
    await put(account, `/${apex}`, { location: "global" });
    return apex;
  },
  putAddress: (account, zone, name) =>
    put(account, `/${zone.id}/A/${labelOf(zone, name)}`, {
      properties: { TTL: 300, ARecords: [{ ipv4Address: "192.0.2.1" }] },
    }),
  putForeign: (account, zone, name) =>
    put(account, `/${zone.id}/MX/${labelOf(zone, name)}`, {
      properties: { TTL: 300, MXRecords: [{ preference: 10, exchange: "mail.example.net" }] },
    }),
});

test("if the last request of a change fails, what came before it is restored", async () => {
  const { provider: open, newZone } = running();
  const [provider, zone] = [open(), await newZone()];
  const alias: RecordSet = {
    name: `x.${zone.apex}`,
    type: "CNAME",
    ttlSeconds: 60,
    values: ["lb.example.net"],
  };
  const mark: RecordSet = { name: `_lamia.x.${zone.apex}`, type: "TXT", ttlSeconds: 60, values: ["one"] };
  await provider.change(zone, [
    { seen: null, next: alias },
    { seen: null, next: mark },
  ]);
  const bad: RecordSet = { name: alias.name, type: "A", ttlSeconds: 60, values: ["nonsense"] };
  const change = provider.change(zone, [
    { seen: mark, next: { ...mark, values: ["two"] } },
    { seen: alias, next: null },
    { seen: null, next: bad },
  ]);
  await expect(change).rejects.toMatchObject({ kind: "rejected" });
  expect((await provider.readAll(zone, alias.name)).map(({ set }) => set)).toEqual([alias]);
  expect(await provider.read(zone, mark.name, "TXT")).toEqual(mark);
});

test("the workload identity of Lamia's pod serves the installation, and virtual clusters only if they are allowed to use it", async () => {
  const { account, metadata: own, outside, newZone } = running();
  const { client: clientId = "", tenant: tenantId = "", federatedToken = "" } = account.credentials;
  const folder = mkdtempSync(join(tmpdir(), "lamia-token-"));
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, federatedToken);
  const { azure_subscription_id, azure_resource_group } = own;
  const metadata = { azure_subscription_id, azure_resource_group, azure_credentials: "ambient" };
  const options = { ...outside.options, azureIdentity: { clientId, tenantId, tokenFile } };
  const provider = createProviderRegistry(options).providerFor(metadata, "installation");
  const zone = await newZone();
  const set: RecordSet = { name: `x.${zone.apex}`, type: "A", ttlSeconds: 60, values: ["192.0.2.1"] };
  await replace(provider, zone, null, set);
  expect(await provider.read(zone, set.name, "A")).toEqual(set);
  const refused = createProviderRegistry(options).providerFor(metadata).zones();
  await expect(refused).rejects.toMatchObject({ kind: "unconfigured" });
  const without = createProviderRegistry(outside.options).providerFor(metadata, "installation").zones();
  await expect(without).rejects.toMatchObject({ kind: "refused" });
  rmSync(folder, { recursive: true });
});

test("a resource group that Azure doesn't know is named", async () => {
  const { metadata, provider } = running();
  const zones = provider({ ...metadata, azure_resource_group: "another" }).zones();
  await expect(zones).rejects.toMatchObject({ kind: "refused", message: expect.stringContaining("another") });
});
