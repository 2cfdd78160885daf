import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditDetails, AuditEntry, AuditVerification, ReturnReview } from "@/lib/api/audit";
import { answerApi } from "../http/rest-api";
import { clientHeader } from "../http/sign-in-throttle";
import { kubectl } from "../testing/call";
import { startAnsweringPanel, type TestPanel, waitUntil } from "../testing/test-panel";

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
): Promise<{ status: number } & Answer> {
  const headers = {
    authorization: `Bearer ${panel.installation.environment.LAMIA_API_TOKEN}`,
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
