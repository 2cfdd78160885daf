import { DNS } from "@google-cloud/dns";
import { OAuth2Client } from "google-auth-library";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { initialLevers } from "@/sandbox/levers/levers";
import { startTestCloudDns, type TestCloudDns } from "./testing/test-cloud-dns";

let cloud: TestCloudDns;
let { levers, counts, ca, key, dns, selfSigned, call } = {} as TestCloudDns;

beforeAll(async () => {
  cloud = await startTestCloudDns();
  ({ levers, counts, ca, key, dns, selfSigned, call } = cloud);
});
afterAll(() => cloud.close());
beforeEach(() => {
  Object.assign(levers, initialLevers);
});

const aud = "https://dns.googleapis.com/";
const scope = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
const zonesPath = () => cloud.zonesPath;

async function tokenFromGrant(): Promise<string> {
  const assertion = await selfSigned({ scope, aud: `${dns.cloudDns.endpoint}/token` });
  const form = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
  const { status, body } = await call("POST", "/token", form.toString());
  expect(status).toBe(200);
  return String(body.access_token);
}

describe("access control", () => {
  test("the API accepts a token of the token endpoint and a self-signed token, and rejects requests without one", async () => {
    expect((await call("GET", zonesPath(), undefined, await tokenFromGrant())).status).toBe(200);
    expect((await call("GET", zonesPath(), undefined, await selfSigned({ aud }))).status).toBe(200);
    const none = await call("GET", zonesPath());
    expect(none).toMatchObject({ status: 401, body: { error: { status: "UNAUTHENTICATED" } } });
  });

  test("another key gets 401 at the token endpoint and at the API", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const pem = other.export({ type: "pkcs8", format: "pem" }) as string;
    const assertion = await selfSigned({ scope, aud: `${dns.cloudDns.endpoint}/token` }, pem);
    const form = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion,
    });
    const granted = await call("POST", "/token", form.toString());
    expect(granted).toMatchObject({ status: 401, body: { error: "invalid_grant" } });
    expect((await call("GET", zonesPath(), undefined, await selfSigned({ aud }, pem))).status).toBe(401);
  });

  test("another project is forbidden, and the error names the permission", async () => {
    const token = await selfSigned({ aud });
    const { status, body } = await call("GET", "/dns/v1/projects/other/managedZones", undefined, token);
    expect(status).toBe(403);
    expect(body.error).toMatchObject({ code: 403, errors: [{ domain: "global", reason: "forbidden" }] });
    expect(JSON.stringify(body)).toContain("dns.managedZones.list");
  });

  test("every request gets 503 backendError while the provider is down", async () => {
    levers.providerUnavailable = true;
    const down = await call("POST", "/token", "grant_type=x");
    expect(down).toMatchObject({ status: 503, body: { error: { errors: [{ reason: "backendError" }] } } });
    expect((await call("GET", zonesPath(), undefined, await selfSigned({ aud }))).status).toBe(503);
  });
});

/** The client as the panel creates it: with its own OAuth client, which refreshes to a self-signed token. */
function client(): DNS {
  const auth = new OAuth2Client();
  auth.refreshHandler = async () => ({
    access_token: await selfSigned({ aud }),
    expiry_date: Date.now() + 3_500_000,
  });
  const apiEndpoint = new URL(dns.cloudDns.endpoint).host;
  return new DNS({ projectId: key.project_id, apiEndpoint, authClient: auth } as never);
}

/** @google-cloud/dns has no option for a CA; a process trusts the sandbox's CA through NODE_EXTRA_CA_CERTS. */
describe("@google-cloud/dns", () => {
  beforeAll(async () => {
    const { getCACertificates, setDefaultCACertificates } = await import("node:tls");
    setDefaultCACertificates([...getCACertificates("default"), ca]);
  });

  test("creates a zone, replaces record sets atomically, pages and deletes", async () => {
    const before = counts.dnsChanges;
    const zone = client().zone("shop-test");
    await zone.create({ dnsName: "shop.test.", description: "made by a test" } as never);
    const [metadata] = await zone.getMetadata();
    expect(metadata.nameServers).toHaveLength(4);
    const [records] = await zone.getRecords();
    expect(records.map(({ type }) => type).sort()).toEqual(["NS", "SOA"]);

    const first = zone.record("a", { name: "www.shop.test.", ttl: 60, data: "192.0.2.1" } as never);
    const [change] = await zone.addRecords(first);
    expect(change.metadata.status).toBe("pending");
    const second = zone.record("a", { name: "www.shop.test.", ttl: 60, data: "192.0.2.2" } as never);
    await expect(zone.addRecords(second)).rejects.toMatchObject({ code: 409 });
    await expect(zone.createChange({ delete: second })).rejects.toMatchObject({ code: 412 });
    await zone.createChange({ delete: first, add: second });
    expect(counts.dnsChanges).toBe(before + 2);

    const names = Array.from({ length: 200 }, (_, at) => `n${String(at).padStart(3, "0")}.shop.test.`);
    await zone.addRecords(names.map((name) => zone.record("txt", { name, ttl: 60, data: '"x"' } as never)));
    const [page, next] = await zone.getRecords({ maxResults: 50, autoPaginate: false } as never);
    expect(page).toHaveLength(50);
    expect(next).toMatchObject({ pageToken: expect.any(String) });
    const [everything] = await zone.getRecords();
    expect(everything).toHaveLength(203);
    const [only] = await zone.getRecords({ name: "www.shop.test.", type: "A" } as never);
    expect(only.map(({ data }) => data)).toEqual([["192.0.2.2"]]);

    await expect(zone.delete()).rejects.toMatchObject({ code: 400 });
    await zone.empty();
    await zone.delete();
    await expect(zone.getMetadata()).rejects.toMatchObject({ code: 404 });
  });

  test("a change is done after a moment", async () => {
    const zone = client().zone("done-test");
    await zone.create({ dnsName: "done.test.", description: "" } as never);
    const [change] = await zone.addRecords(
      zone.record("a", { name: "done.test.", ttl: 60, data: "192.0.2.1" } as never),
    );
    await expect.poll(async () => (await change.getMetadata())[0].status, { interval: 50 }).toBe("done");
  });
});

test("record sets can be created, patched and deleted one at a time, and a zone has a name and an id", async () => {
  const token = await selfSigned({ aud });
  const made = await call("POST", zonesPath(), { name: "one", dnsName: "one.test.", description: "" }, token);
  const rrsets = `${zonesPath()}/${made.body.id}/rrsets`;
  const set = { name: "*.one.test.", type: "TXT", ttl: 60, rrdatas: ["hello"] };
  expect((await call("POST", rrsets, set, token)).body.rrdatas).toEqual(['"hello"']);
  expect((await call("POST", rrsets, set, token)).status).toBe(409);
  const path = `${rrsets}/${encodeURIComponent("*.one.test.")}/TXT`;
  expect((await call("PATCH", path, { ttl: 30 }, token)).body).toMatchObject({
    ttl: 30,
    rrdatas: ['"hello"'],
  });
  expect((await call("DELETE", path, undefined, token)).status).toBe(200);
  expect((await call("GET", path, undefined, token)).status).toBe(404);
  const changes = await call(
    "GET",
    `${zonesPath()}/one/changes?sortOrder=ascending&maxResults=2`,
    undefined,
    token,
  );
  expect(changes.body).toMatchObject({
    changes: [{ id: "0" }, { id: "1" }],
    nextPageToken: expect.any(String),
  });
});
