import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditDetails, AuditEntry, AuditVerification, ReturnReview } from "@/lib/api/audit";
import { tokenHash } from "../access/token-hash";
import { answerApi } from "../http/rest-api";
import { clientHeader } from "../http/sign-in-throttle";
import { kubectl } from "../testing/call";
import {
  delegateAtOnce,
  reportOf,
  startAnsweringPanel,
  type TestPanel,
  waitUntil,
} from "../testing/test-panel";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startAnsweringPanel();
});
afterAll(async () => panel?.close());

const inside = "/virtual-clusters/vamp-demo";

async function api<Answer>(
  method: string,
  path: string,
  body?: unknown,
  token = panel.installation.environment.LAMIA_API_TOKEN?.reveal(),
): Promise<{ status: number } & Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    [clientHeader]: "192.0.2.9",
  };
  const request = new Request(`http://panel.test/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await answerApi(request);
  const text = await response.text();
  const parsed = response.headers.get("content-type")?.includes("json")
    ? JSON.parse(text.split("\n")[0] || "null")
    : null;
  return { ...parsed, status: response.status, text };
}

const entriesOf = async (name: string) =>
  (
    await api<{ items: AuditEntry[] }>(
      "GET",
      `/audit?virtualCluster=vamp-demo&kind=ServiceEntry&name=${name}`,
    )
  ).items;
const form = (name: string, host: string) => ({
  name,
  hosts: [host],
  location: "MESH_EXTERNAL",
  resolution: "DNS",
  ports: [{ port: 443, protocol: "TLS" }],
});
const changed = async (name: string, host: string) => {
  const path = `${inside}/service-entries/${name}`;
  const { form: current, resourceVersion } = await api<{ form: object; resourceVersion: string }>(
    "GET",
    path,
  );
  return api("PUT", `${path}?resourceVersion=${resourceVersion}`, { ...current, hosts: [host] });
};

test("a save is in the history of its object, and one request returns to an earlier version", async () => {
  const made = await api("POST", `${inside}/service-entries`, form("partner", "one.example.com"));
  expect(made).toMatchObject({ status: 201 });
  expect((await changed("partner", "two.example.com")).status).toBe(200);
  const [second, first] = await entriesOf("partner");
  expect([first?.action, second?.action]).toEqual(["object.created", "object.changed"]);
  expect(second).toMatchObject({
    actorKind: "installation-token",
    address: "192.0.2.9",
    summary: "spec.hosts",
  });
  const details = await api<AuditDetails>("GET", `/audit/${second?.seq}`);
  expect(details.before).toContain("one.example.com");
  expect(details.after).toContain("two.example.com");

  const at = `${inside}/versions/${first?.seq}`;
  const review = await api<ReturnReview>("POST", `${at}/review`);
  expect(review.current).toContain("two.example.com");
  expect(review.next).toContain("one.example.com");
  const { resourceVersion } = review;
  expect((await api("POST", `${at}/return`, { resourceVersion })).status).toBe(200);
  const { form: now } = await api<{ form: { hosts: string[] } }>("GET", `${inside}/service-entries/partner`);
  expect(now.hosts).toEqual(["one.example.com"]);
  expect((await entriesOf("partner"))[0]?.action).toBe("object.changed");
});

test("a return is refused when somebody has changed the object since the review", async () => {
  const [, , first] = await entriesOf("partner");
  const at = `${inside}/versions/${first?.seq}`;
  const { resourceVersion } = await api<ReturnReview>("POST", `${at}/review`);
  await changed("partner", "three.example.com");
  expect((await api("POST", `${at}/return`, { resourceVersion })).status).toBe(409);
  expect((await api("POST", `${at}/return`, { resourceVersion: null })).status).toBe(409);
});

test("a deleted object is brought back from the history of its virtual cluster", async () => {
  await api("DELETE", `${inside}/service-entries/partner`);
  const [deleted] = await entriesOf("partner");
  expect(deleted?.action).toBe("object.deleted");
  const at = `${inside}/versions/${deleted?.seq}`;
  expect((await api("POST", `${at}/return`, { resourceVersion: null })).status).toBe(404);
  const review = await api<ReturnReview>("POST", `${at}/review?side=before`);
  expect([review.current, review.resourceVersion]).toEqual([null, null]);
  expect((await api("POST", `${at}/return?side=before`, { resourceVersion: null })).status).toBe(200);
  const back = JSON.parse(
    await kubectl(panel.sandbox, ["get", "serviceentry", "partner", "-n", "vamp-demo", "-o", "json"]),
  );
  expect(back.spec.hosts).toEqual(["three.example.com"]);
});

test("a version of another virtual cluster is no version here", async () => {
  const [last] = await entriesOf("partner");
  expect((await api("POST", `/virtual-clusters/vamp-other/versions/${last?.seq}/review`)).status).not.toBe(
    200,
  );
});

test("a change by kubectl is in the history, and one of Lamia isn't there twice", async () => {
  const patch = JSON.stringify({ spec: { hosts: ["four.example.com"] } });
  const words = ["patch", "serviceentry", "partner", "-n", "vamp-demo", "--type=merge", "-p", patch];
  await kubectl(panel.sandbox, words);
  const outside = await waitUntil("the change is recorded", async () =>
    (await entriesOf("partner")).find(({ actorKind }) => actorKind === "outside"),
  );
  expect(outside).toMatchObject({ action: "object.changed", actor: expect.stringMatching(/kubectl/) });
  const found = await entriesOf("partner");
  expect(found.filter(({ actorKind }) => actorKind === "outside")).toHaveLength(1);
});

/** A user with that role in vamp-demo, who asks with an API token. */
async function member(name: string, role = name) {
  const { store } = panel.installation;
  const at = new Date();
  await store.database.query(
    "INSERT INTO auth_user (id, name, email, created_at, updated_at) VALUES ($1, $1, $2, $3, $3)",
    [name, `${name}@example.com`, at],
  );
  await store.people.bind({ kind: "user", name }, "vamp-demo", role, at);
  const token = `lamia_${name}`;
  const row = { userId: name, name: "test", role: "admin", scope: "*", createdAt: at, expiresAt: null };
  await store.signIns.apiTokens.add(tokenHash(token), row);
  return <Answer>(method: string, path: string, body?: unknown) => api<Answer>(method, path, body, token);
}

test("metadata have a history with secret values hidden, and return to a version of it, except for these", async () => {
  const metadata = `${inside}/metadata`;
  await api("PATCH", metadata, { team: "one", region: "eu", webhook_secret: "a secret of sixteen" });
  await api("PATCH", metadata, { team: "two", region: null, webhook_secret: "another one, longer than it" });
  const ask = `/audit?virtualCluster=vamp-demo&kind=Namespace&name=vamp-demo&versions=true`;
  const [second, first] = (await api<{ items: AuditEntry[] }>("GET", ask)).items;
  expect(second?.summary?.split(", ").toSorted()).toEqual(
    ["region", "team"].map((key) => `metadata.annotations.lamia.dev/${key}`),
  );
  const secrets = `/audit?virtualCluster=vamp-demo&kind=Secret&name=lamia-metadata`;
  const [set] = (await api<{ items: AuditEntry[] }>("GET", secrets)).items;
  expect(set?.summary).toBe("webhook_secret");
  const texts = [first, second, set].map(
    async (each) => (await api<{ text: string }>("GET", `/audit/${each?.seq}`)).text,
  );
  expect((await Promise.all(texts)).join()).not.toMatch(/sixteen|another one/);

  const at = `${metadata}/versions/${first?.seq}`;
  const review = await api<ReturnReview>("POST", `${at}/review`);
  expect(review.current).toContain("lamia.dev/team: two");
  expect(review.next).toContain("lamia.dev/team: one");
  expect(review.next).toContain("lamia.dev/region: eu");
  const { resourceVersion } = review;
  await api("PATCH", metadata, { team: "three" });
  expect((await api("POST", `${at}/return`, { resourceVersion })).status).toBe(409);
  const again = await api<ReturnReview>("POST", `${at}/review`);
  expect((await api("POST", `${at}/return`, { resourceVersion: again.resourceVersion })).status).toBe(200);
  const { items } = await api<{ items: { key: string; value: string | null; set: boolean }[] }>(
    "GET",
    metadata,
  );
  const itemOf = (key: string) => items.find((each) => each.key === key);
  expect([itemOf("team")?.value, itemOf("region")?.value]).toEqual(["one", "eu"]);
  expect(itemOf("webhook_secret")).toMatchObject({ set: true });
  // An object's version is no version of the metadata, and the other way round.
  const [object] = await entriesOf("partner");
  expect((await api("POST", `${metadata}/versions/${object?.seq}/review`)).status).toBe(404);
  expect((await api("POST", `${inside}/versions/${first?.seq}/review`)).status).toBe(404);
});

test("members of a virtual cluster read its entries and no others, without addresses, and only an admin returns metadata", async () => {
  await api("PUT", "/groups/roles", { group: "platform", role: "viewer" });
  await api("PUT", "/groups/roles", { group: "visitors", role: "viewer", scope: "vamp-demo" });
  const metadataVersion = (await api<{ items: AuditEntry[] }>("GET", "/audit?kind=Namespace&name=vamp-demo"))
    .items[0];
  const all = (await api<{ items: AuditEntry[] }>("GET", "/audit?limit=200")).items;
  const other = all.find(({ virtualCluster }) => virtualCluster !== "vamp-demo");
  for (const role of ["viewer", "operator", "editor", "admin"]) {
    const ask = await member(role);
    const { items } = await ask<{ items: AuditEntry[] }>("GET", "/audit?limit=200");
    expect(items.length).toBeGreaterThan(5);
    for (const { virtualCluster, address } of items)
      expect([virtualCluster, address]).toEqual(["vamp-demo", null]);
    // Who has a role here is the business of those here; other roles aren't.
    expect(items.some(({ action, summary }) => action === "role.set" && summary === "visitors")).toBe(true);
    const { text } = await ask<{ text: string }>("GET", "/audit/export");
    expect(text).not.toMatch(/192\.0\.2\.9|platform/);
    expect((await ask("GET", `/audit/${other?.seq}`)).status).toBe(404);
    expect((await ask("GET", "/audit/verification")).status).toBe(403);
    const review = await ask("POST", `${inside}/metadata/versions/${metadataVersion?.seq}/review`);
    expect([role, review.status]).toEqual([role, role === "admin" ? 200 : 403]);
  }
});

test("what Lamia does for a gateway names the person who saved it: her host's order and its Secrets", async () => {
  delegateAtOnce(panel.sandbox);
  const anna = await member("anna", "editor");
  const host = "anna.democluster.net";
  const made = await anna("POST", `${inside}/gateways`, {
    name: "of-anna",
    servers: [{ hosts: [host], port: 443, protocol: "HTTPS", securedHost: host }],
  });
  expect(made.status).toBe(201);
  await waitUntil("its certificate is published", () => {
    return reportOf(panel, "of-anna", host, "secret")?.state === "done";
  });
  const written = await waitUntil("everything is in the audit", async () => {
    const { items } = await api<{ items: AuditEntry[] }>("GET", "/audit?actor=anna@example.com&limit=200");
    const ofLamia = items.filter(({ actorKind }) => actorKind === "runner");
    const published = ofLamia.some(
      ({ kind, summary }) => kind === "Secret" && /tls\.key/.test(summary ?? ""),
    );
    return published && ofLamia;
  });
  // The order is kept in the host's Secret before the CA hears of it.
  const summaries = written.filter(({ kind }) => kind === "Secret").map(({ summary }) => summary ?? "");
  expect(summaries.some((each) => each.includes("order.json"))).toBe(true);
  for (const { actor, causedBy } of written) expect([actor, causedBy]).toEqual(["Lamia", "anna@example.com"]);
  const details = await api<AuditDetails>("GET", `/audit/${written[0]?.seq}`);
  expect(details.details).toMatchObject({ because: { actor: "anna@example.com", action: "object.created" } });
});

test("exports and checks are entries, and the chain of everything verifies", async () => {
  await api("GET", `${inside}/export`);
  await api("GET", "/audit/export?action=object");
  const { items } = await api<{ items: AuditEntry[] }>("GET", "/audit?limit=200");
  const actions = items.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(["virtual-cluster.exported", "audit.exported", "object.returned"]),
  );
  const verified = await api<AuditVerification>("GET", "/audit/verification");
  expect(verified).toMatchObject({ broken: null, status: 200 });
  expect(verified.entries).toBeGreaterThan(5);
});
