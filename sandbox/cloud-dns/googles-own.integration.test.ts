import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloudDns, type TestCloudDns } from "./testing/test-cloud-dns";

/** Features of Cloud DNS beyond plain zones and records, as its API shows them. */
let cloud: TestCloudDns;
beforeAll(async () => {
  cloud = await startTestCloudDns();
});
afterAll(() => cloud.close());

const policies = {
  wrr: {
    items: [
      { weight: 1, rrdatas: ["192.0.2.1"] },
      { weight: 3, rrdatas: ["192.0.2.2", "192.0.2.3"] },
    ],
  },
  geo: { enableFencing: true, items: [{ location: "europe-west3", rrdatas: ["192.0.2.4"] }] },
};

test("a record set with a routing policy is listed with the policy and without records, and is deleted in that form", async () => {
  const token = await cloud.selfSigned();
  await cloud.call(
    "POST",
    cloud.zonesPath,
    { name: "policy", dnsName: "policy.test.", description: "" },
    token,
  );
  const at = `${cloud.zonesPath}/policy`;
  for (const [kind, policy] of Object.entries(policies)) {
    const set = { name: `${kind}.policy.test.`, type: "A", ttl: 60, routingPolicy: { [kind]: policy } };
    expect((await cloud.call("POST", `${at}/changes`, { additions: [set] }, token)).status).toBe(200);
    const path = `${at}/rrsets?name=${set.name}`;
    const { body } = await cloud.call<{ rrsets: object[] }>("GET", path, undefined, token);
    expect(body.rrsets).toMatchObject([{ ...set, routingPolicy: { kind: "dns#rRSetRoutingPolicy" } }]);
    expect(body.rrsets[0]).not.toHaveProperty("rrdatas");
    const plain = { ...set, routingPolicy: undefined, rrdatas: ["192.0.2.2", "192.0.2.3"] };
    expect((await cloud.call("POST", `${at}/changes`, { deletions: [plain] }, token)).status).toBe(412);
    const other = { ...set, routingPolicy: { [kind]: { items: policies[kind as "wrr"].items.slice(1) } } };
    expect((await cloud.call("POST", `${at}/changes`, { deletions: [other] }, token)).status).toBeGreaterThan(
      399,
    );
    expect((await cloud.call("POST", `${at}/changes`, { deletions: body.rrsets }, token)).status).toBe(200);
  }
  const mixed = {
    name: "m.policy.test.",
    type: "A",
    ttl: 60,
    rrdatas: ["192.0.2.1"],
    routingPolicy: policies,
  };
  expect((await cloud.call("POST", `${at}/rrsets`, mixed, token)).status).toBe(400);
});

test("an ALIAS is allowed only at the apex of a zone, without addresses beside it", async () => {
  const token = await cloud.selfSigned();
  await cloud.call(
    "POST",
    cloud.zonesPath,
    { name: "alias", dnsName: "alias.test.", description: "" },
    token,
  );
  const rrsets = `${cloud.zonesPath}/alias/rrsets`;
  const alias = { name: "alias.test.", type: "ALIAS", ttl: 60, rrdatas: ["lb.example.com."] };
  expect((await cloud.call("POST", rrsets, { ...alias, name: "www.alias.test." }, token)).status).toBe(400);
  expect((await cloud.call("POST", rrsets, alias, token)).body.rrdatas).toEqual(alias.rrdatas);
  const address = { name: "alias.test.", type: "A", ttl: 60, rrdatas: ["192.0.2.1"] };
  expect((await cloud.call("POST", rrsets, address, token)).status).toBe(400);
  expect(
    (await cloud.call("GET", `${rrsets}?name=alias.test.&type=ALIAS`, undefined, token)).body.rrsets,
  ).toHaveLength(1);
});

test("a private zone is listed as private next to a public one of the same name, and no name server serves it", async () => {
  const token = await cloud.selfSigned();
  const networkUrl = "https://www.googleapis.com/compute/v1/projects/p/global/networks/default";
  const hidden = {
    ...{ name: "a-hidden", dnsName: "hidden.test.", description: "", visibility: "private" },
    privateVisibilityConfig: { networks: [{ networkUrl }] },
  };
  const made = await cloud.call("POST", cloud.zonesPath, hidden, token);
  expect(made.body).toMatchObject({ ...hidden, nameServers: ["ns-gcp-private.googledomains.com."] });
  expect(cloud.dns.zones.ofDnsName("hidden.test.")).toBeUndefined();
  await cloud.call(
    "POST",
    cloud.zonesPath,
    { name: "seen", dnsName: "hidden.test.", description: "" },
    token,
  );
  const path = `${cloud.zonesPath}?dnsName=hidden.test.`;
  const { body } = await cloud.call<{ managedZones: Record<string, string>[] }>(
    "GET",
    path,
    undefined,
    token,
  );
  expect(body.managedZones.map(({ name, visibility }) => [name, visibility])).toEqual([
    ["a-hidden", "private"],
    ["seen", "public"],
  ]);
  expect(cloud.dns.zones.ofDnsName("hidden.test.")?.name).toBe("seen");
  const open = { ...hidden, name: "open", visibility: "public" };
  expect((await cloud.call("POST", cloud.zonesPath, open, token)).status).toBe(400);
});

test("the API's description needs no token, is where clients look, and names every method", async () => {
  const paths = ["/discovery/v1/apis/dns/v1/rest", "/$discovery/rest?version=v1"];
  const [first, second] = await Promise.all(paths.map((path) => cloud.call("GET", path)));
  expect(second).toEqual(first);
  expect(first).toMatchObject({
    status: 200,
    body: { id: "dns:v1", rootUrl: `${cloud.dns.cloudDns.endpoint}/` },
  });
  const resources = first?.body.resources as unknown as Record<string, { methods: Record<string, object> }>;
  const ids = Object.entries(resources).map(([name, { methods }]) => [
    name,
    Object.keys(methods).sort().join(),
  ]);
  expect(Object.fromEntries(ids)).toEqual({
    projects: "get",
    managedZones: "create,delete,get,list,patch",
    resourceRecordSets: "create,delete,get,list,patch",
    dnsKeys: "list",
    changes: "create,get,list",
  });
  expect(resources.changes?.methods.create).toMatchObject({
    id: "dns.changes.create",
    httpMethod: "POST",
    path: "dns/v1/projects/{project}/managedZones/{managedZone}/changes",
    parameterOrder: ["project", "managedZone"],
    request: { $ref: "Change" },
  });
  expect((await cloud.call("GET", "/$discovery/rest?version=v2")).status).toBe(404);
});

test("HEAD is answered like GET", async () => {
  const token = await cloud.selfSigned();
  expect((await cloud.call("HEAD", cloud.zonesPath, undefined, token)).status).toBe(200);
  expect((await cloud.call("HEAD", cloud.zonesPath)).status).toBe(401);
});
