import { afterAll, beforeAll, expect, test } from "vitest";
import { impersonationPermissions } from "@/lib/kubernetes/permissions";
import { answerApi } from "../http/rest-api";
import { reportOf, startTestPanel, type TestPanel, waitUntil } from "../testing/test-panel";
import { standing, userWithoutRole } from "./page-access";
import { tokenHash } from "./token-hash";

/** The cluster's RBAC decides: the API server here enforces it, for Lamia and for whom it impersonates. */
const shared = globalThis as { lamiaPanel?: unknown };
const [mine, others] = ["vamp-demo", "billing"];
const rbac = "rbac.authorization.k8s.io";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel(
    async () => ({
      LAMIA_AUTHORIZATION: "kubernetes",
      LAMIA_IMPERSONATE_USER_PREFIX: "oidc:",
      LAMIA_IMPERSONATE_GROUP_PREFIX: "oidc:",
    }),
    { granted: ["lamia.yaml", "istio-install.yaml", "impersonate.yaml"] },
  );
  panel.sandbox.levers.autoDelegateAfterSeconds = 0;
  shared.lamiaPanel = Promise.resolve(panel);
  objects().put({ group: "", plural: "namespaces" }, {
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: others, labels: { "lamia.dev/managed": "true" } },
  } as never);
  await waitUntil("the namespace is seen", () => panel.cluster.cache.get("Namespace", null, others));
});
afterAll(async () => {
  delete shared.lamiaPanel;
  await panel?.close();
});

const objects = () => panel.sandbox.kubernetes.objects;

/** A user of the OIDC provider, or of Lamia's own, and a token with all of the user's rights. */
async function userOf(id: string, { groups = [] as string[], isOfProvider = true } = {}) {
  const { people, signIns } = panel.installation.store;
  const tables = people.tables as Record<"user" | "account", { create(row: object): Promise<unknown> }>;
  const at = new Date();
  const times = { createdAt: at, updatedAt: at };
  await tables.user.create({
    data: { id, name: id, email: `${id}@example.com`, emailVerified: true, groups, ...times },
  });
  const providerId = isOfProvider ? "https://issuer.test" : "credential";
  await tables.account.create({
    data: { id: `account-of-${id}`, userId: id, accountId: `sub-of-${id}`, providerId, ...times },
  });
  const row = { userId: id, name: "test", role: "admin", scope: "*", createdAt: at, expiresAt: null };
  await signIns.apiTokens.add(tokenHash(`lamia_${id}`), row);
  return async (method: string, path: string, body?: object) => {
    const response = await answerApi(
      new Request(`http://localhost/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer lamia_${id}`,
          host: "localhost",
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
}

/** Grants the verbs on Gateways, in one namespace. */
function bind(name: string, namespace: string, subject: object, verbs: string[]): void {
  const metadata = { name, namespace };
  const rules = [{ apiGroups: ["networking.istio.io"], resources: ["gateways"], verbs }];
  const apiVersion = `${rbac}/v1`;
  objects().put({ group: rbac, plural: "roles" }, { apiVersion, kind: "Role", metadata, rules } as never);
  const roleRef = { apiGroup: rbac, kind: "Role", name };
  const binding = { apiVersion, kind: "RoleBinding", metadata, roleRef, subjects: [subject] };
  objects().put({ group: rbac, plural: "rolebindings" }, binding as never);
}

const user = (id: string) => ({ kind: "User", apiGroup: rbac, name: `oidc:${id}@example.com` });
const all = ["get", "list", "create", "patch", "delete"];
const gatewayOf = (name: string, host: string) => ({
  name,
  ingress: { kind: "shared", selector: { istio: "ingressgateway" } },
  servers: [{ hosts: [host], port: 443, protocol: "https", tls: { mode: "simple", securedHost: host } }],
});
const refused = { type: "urn:lamia:problem:kubernetes-refused", title: "Kubernetes doesn’t allow it" };

test("a user with a RoleBinding in one namespace sees and changes only that", async () => {
  bind("mia", mine, user("mia"), all);
  const mia = await userOf("mia");
  const { body: list } = await mia("GET", "/virtual-clusters");
  expect(list.items.map(({ name }: { name: string }) => name)).toEqual([mine]);
  expect((await mia("GET", `/virtual-clusters/${mine}/gateways`)).status).toBe(200);
  const created = await mia("POST", `/virtual-clusters/${mine}/gateways`, {
    name: "of-mia",
    servers: [{ hosts: ["mia.democluster.net"], port: 80, protocol: "http" }],
  });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  for (const [method, path, body] of [
    ["GET", `/virtual-clusters/${others}/gateways`],
    ["GET", `/virtual-clusters/${others}/metadata`],
    ["POST", `/virtual-clusters/${others}/gateways`, gatewayOf("x", "x.test")],
    ["GET", "/istio"],
  ] as const) {
    const answer = await mia(method, path, body);
    expect(answer.body, path).toMatchObject({ ...refused, status: 403 });
    expect(JSON.stringify(answer.body), path).toContain("oidc:mia@example.com");
  }
});

test("who may change one kind is told so for each kind, from access reviews", async () => {
  bind("ned", mine, user("ned"), all);
  const ned = await userOf("ned");
  const session = await ned("GET", "/session");
  expect(session.body).toMatchObject({
    grants: [{ role: "editor", scope: mine }],
    changes: [{ scope: mine, kinds: ["Gateway"] }],
  });
  const path = `/virtual-clusters/${mine}/service-entries`;
  const form = {
    name: "of-ned",
    hosts: ["ned.example.com"],
    ports: [{ port: 443, protocol: "TLS" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  };
  expect((await ned("POST", path, form)).body).toMatchObject({ ...refused, status: 403 });
});

test("a group of the provider counts as a group of the cluster", async () => {
  bind("platform", others, { kind: "Group", apiGroup: rbac, name: "oidc:platform" }, ["get", "list"]);
  const kim = await userOf("kim", { groups: ["platform", "system:masters"] });
  const { body } = await kim("GET", "/virtual-clusters");
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual([others]);
  expect((await kim("GET", "/session")).body.grants).toEqual([{ role: "viewer", scope: others }]);
  expect((await kim("DELETE", `/virtual-clusters/${others}/gateways/x`)).body).toMatchObject(refused);
});

test("what the API server refuses is said as its refusal, and nothing is written", async () => {
  // Creating takes two verbs at the API server, because Lamia applies.
  bind("lea", mine, user("lea"), ["get", "list", "create"]);
  bind("lea-too", mine, user("lea"), ["list"]);
  const lea = await userOf("lea");
  objects().put({ group: rbac, plural: "roles" }, {
    ...{ apiVersion: `${rbac}/v1`, kind: "Role", metadata: { name: "lea-too", namespace: mine } },
    rules: [{ apiGroups: [""], resources: ["services"], verbs: ["patch"] }],
  } as never);
  const answer = await lea("POST", `/virtual-clusters/${mine}/gateways`, {
    name: "of-lea",
    servers: [{ hosts: ["lea.democluster.net"], port: 80, protocol: "http" }],
  });
  expect(answer.body).toMatchObject({ ...refused, status: 403 });
  expect(answer.body.detail).toContain("Kubernetes doesn’t let oidc:lea@example.com patch gateways");
  expect(objects().get({ group: "networking.istio.io", plural: "gateways" }, mine, "of-lea")).toBeUndefined();
});

test("a binding that is taken away counts within seconds", async () => {
  bind("tom", mine, user("tom"), all);
  const tom = await userOf("tom");
  expect((await tom("GET", `/virtual-clusters/${mine}/gateways`)).status).toBe(200);
  objects().remove({ group: rbac, plural: "rolebindings" }, mine, "tom");
  const since = Date.now();
  await waitUntil(
    "tom is out",
    async () => (await tom("GET", `/virtual-clusters/${mine}/gateways`)).status === 403,
    20,
  );
  expect(Date.now() - since).toBeLessThan(6000);
  expect((await tom("GET", "/session")).body.grants).toEqual([]);
});

test("an account with a password means nothing to the cluster, whatever its email address", async () => {
  bind("eve", mine, user("eve"), all);
  const eve = await userOf("eve", { isOfProvider: false });
  const answer = await eve("GET", `/virtual-clusters/${mine}/gateways`);
  expect(answer).toMatchObject({ status: 403, body: { type: "urn:lamia:problem:forbidden" } });
  expect(answer.body.detail).toContain("sign in with the OIDC provider");
});

test("Lamia's own admins keep the pages of the installation, and see no virtual cluster by that", async () => {
  const ada = await userOf("ada");
  const subject = { kind: "user", name: "ada" } as const;
  await panel.installation.store.people.bind(subject, "*", "admin", new Date());
  await waitUntil("ada is an admin", async () => (await ada("GET", "/users")).status === 200, 10);
  expect((await ada("GET", `/virtual-clusters/${mine}/gateways`)).body).toMatchObject(refused);
  expect((await ada("GET", "/session")).body).toMatchObject({
    grants: [],
    decidedBy: "kubernetes",
    isInstallationAdmin: true,
  });
});

test("pages open for whoever the cluster lets see something, and tell others what to ask for", async () => {
  const headersOf = (id: string) => new Headers({ authorization: `Bearer lamia_${id}` });
  expect(await standing(headersOf("mia"))).toBe("in");
  expect(await standing(headersOf("ada"))).toBe("in");
  await userOf("zoe", { groups: ["visitors"] });
  expect(await standing(headersOf("zoe"))).toBe("no-role");
  expect(await userWithoutRole(headersOf("zoe"))).toMatchObject({
    email: "zoe@example.com",
    cluster: { knownAs: { user: "oidc:zoe@example.com", groups: ["oidc:visitors"] } },
  });
  expect(await userWithoutRole(headersOf("eve"))).toMatchObject({ cluster: { knownAs: null } });
});

test("walks go on as Lamia itself: what a user creates gets its certificate without the user's rights on Secrets", async () => {
  const mia = async (body: object) => {
    const made = await answerApi(
      new Request(`http://localhost/api/v1/virtual-clusters/${mine}/gateways`, {
        method: "POST",
        headers: { authorization: "Bearer lamia_mia", host: "localhost", "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
    return { status: made.status, text: await made.text() };
  };
  const host = "walked.democluster.net";
  const made = await mia({
    name: "walked",
    servers: [{ hosts: [host], port: 443, protocol: "https", securedHost: host }],
  });
  expect(made.status, made.text).toBe(201);
  const done = () => reportOf(panel, "walked", host, "secret")?.state === "done";
  await waitUntil("its certificate is published", done, 60);
});

test("Lamia impersonates users and groups, as the manifest grants it, and nothing else", () => {
  const used = [...panel.sandbox.kubernetes.access.used].filter((each) => each.startsWith("impersonate"));
  expect(used.sort()).toEqual(
    impersonationPermissions.map(({ resource }) => `impersonate ${resource}`).sort(),
  );
});
