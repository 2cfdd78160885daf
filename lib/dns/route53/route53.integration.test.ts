import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53 } from "@aws-sdk/client-route-53";
import { afterEach, expect, test, vi } from "vitest";
import { createProviderRegistry } from "@/lib/dns/registry";
import { type Account, hostedContract } from "@/lib/dns/testing/hosted.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { RecordSet } from "@/lib/gateway/model";

/** AWS's own client, as another tool would use it. */
function bare({ endpoint, credentials }: Account): Route53 {
  const { accessKeyId = "", secretAccessKey = "" } = credentials;
  return new Route53({ region: "us-east-1", endpoint, credentials: { accessKeyId, secretAccessKey } });
}

const running = hostedContract({
  id: "route53",
  beyondAPage: 310,
  endless: (body) =>
    body.replace(
      "<IsTruncated>false</IsTruncated>",
      "<IsTruncated>true</IsTruncated><NextMarker>Z1</NextMarker><NextRecordName>x.net.</NextRecordName>",
    ),
  async putZone(account, apex) {
    const made = await bare(account).createHostedZone({ Name: apex, CallerReference: `by-hand-${apex}` });
    return made.HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
  },
  async putForeign(account, zone, name) {
    const records = [{ Value: "10 mail.example.net." }];
    const set = { Name: name, Type: "MX" as const, TTL: 300, ResourceRecords: records };
    const changes = [{ Action: "CREATE" as const, ResourceRecordSet: set }];
    await bare(account).changeResourceRecordSets({
      HostedZoneId: zone.id,
      ChangeBatch: { Changes: changes },
    });
  },
});

afterEach(() => vi.unstubAllEnvs());

test("a role is assumed with the keys, and one that doesn't trust them is named", async () => {
  const { account, metadata, provider } = running();
  const role = { aws_role_arn: account.credentials.role, aws_external_id: account.credentials.externalId };
  expect(await provider({ ...metadata, ...role }).zones()).toBeInstanceOf(Array);
  await expect(provider({ ...metadata, ...role, aws_external_id: "another" }).zones()).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringContaining(account.credentials.role ?? ""),
  });
});

test("the identity of Lamia's pod serves the installation, and virtual clusters only if they are allowed to use it", async () => {
  const { account, outside } = running();
  const folder = mkdtempSync(join(tmpdir(), "lamia-token-"));
  const token = join(folder, "token");
  writeFileSync(token, account.credentials.webIdentityToken ?? "");
  vi.stubEnv("AWS_ROLE_ARN", account.credentials.role);
  vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", token);
  const metadata = { aws_credentials: "ambient" };
  const registry = createProviderRegistry(outside.options);
  expect(await registry.providerFor(metadata, "installation").zones()).toBeInstanceOf(Array);
  const refused = { kind: "unconfigured", remedy: expect.stringContaining("LAMIA_DNS_AMBIENT_CREDENTIALS") };
  await expect(registry.providerFor(metadata).zones()).rejects.toMatchObject(refused);
  expect(await registry.check(metadata)).toMatchObject({ ok: false });
  const open = createProviderRegistry({ ...outside.options, ambientCredentials: true });
  expect(await open.check(metadata)).toMatchObject({ ok: true });
  writeFileSync(token, "another");
  const again = createProviderRegistry(outside.options).providerFor(metadata, "installation");
  await expect(again.zones()).rejects.toMatchObject({ kind: "refused" });
  rmSync(folder, { recursive: true });
});

test("a private zone is not used, and not mistaken for the public one", async () => {
  const { account, provider } = running();
  const made = await bare(account).createHostedZone({
    Name: "route53private.net",
    CallerReference: "private",
    VPC: { VPCRegion: "eu-central-1", VPCId: "vpc-1" },
  });
  const created = await provider().createZone("route53private.net");
  expect(made.HostedZone?.Id).not.toContain(created.id);
  const found = (await provider().zones()).filter(({ apex }) => apex === "route53private.net");
  expect(found).toEqual([created]);
});

test("with a zone's ID, that zone is used and no other is created", async () => {
  const { metadata, provider, newZone } = running();
  const [zone] = [await newZone(), await newZone()];
  const limited = provider({ ...metadata, aws_hosted_zone_id: zone.id });
  expect(await limited.zones()).toEqual([zone]);
  await expect(limited.createZone("another.net")).rejects.toMatchObject({ kind: "rejected" });
});

test("at the apex, an alias leads to an AWS load balancer, and can be read, replaced and removed like any record", async () => {
  const { provider: open, newZone } = running();
  const [provider, zone] = [open(), await newZone()];
  const target = "a1b2-123.elb.eu-central-1.amazonaws.com";
  expect([provider.canAlias?.(target), provider.canAlias?.("lb.example.com")]).toEqual([true, false]);
  const alias: RecordSet = { name: zone.apex, type: "A", ttlSeconds: 60, values: [target] };
  await replace(provider, zone, null, alias);
  expect(await provider.read(zone, zone.apex, "A")).toEqual(alias);
  const moved = { ...alias, values: ["b2c3-456.eu-central-1.elb.amazonaws.com"] };
  await replace(provider, zone, alias, moved);
  expect(await open().read(zone, zone.apex, "A")).toEqual(moved);
  await expect(replace(open(), zone, alias, null)).rejects.toMatchObject({ kind: "conflict" });
  await replace(open(), zone, moved, null);
  expect(await provider.read(zone, zone.apex, "A")).toBeNull();
});

test("a change is in sync when Route 53 says so, whatever a name server answers", async () => {
  const { provider: open, newZone } = running();
  const [provider, zone] = [open(), await newZone()];
  const set: RecordSet = { name: `x.${zone.apex}`, type: "TXT", ttlSeconds: 60, values: ["one"] };
  expect(await provider.isInSync?.(zone, set.name)).toBe(true);
  // The change takes time, and none passes until it was asked for.
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    await replace(provider, zone, null, set);
    expect(await provider.isInSync?.(zone, set.name)).toBe(false);
  } finally {
    vi.useRealTimers();
  }
  await vi.waitFor(async () => expect(await provider.isInSync?.(zone, set.name)).toBe(true), {
    timeout: 10_000,
  });
});
