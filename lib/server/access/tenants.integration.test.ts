import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiDocument } from "../http/open-api";
import { answerApi } from "../http/rest-api";
import { delegateAtOnce, startAnsweringPanel, type TestPanel, waitUntil } from "../testing/test-panel";
import { tokenHash } from "./token-hash";

/** Words that occur nowhere else, so that each of them in an answer is a leak. */
const foreign = {
  namespace: "quokka-ledger",
  gateway: "wombat-gate",
  service: "numbat-svc",
  account: "platypus-account",
};
const own = "ants-shop";
const shared = "contested.democluster.net";
const secrets = Object.values(foreign);
const bearer = "lamia_of-a-tenant";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startAnsweringPanel();
  delegateAtOnce(panel.sandbox);
  // The other one is first, and holds the host.
  putTenant(foreign.namespace, foreign.gateway, foreign.service);
  const key = `${foreign.namespace}/${foreign.gateway}:443=${shared}` as const;
  await waitUntil("the other virtual cluster has the host", () =>
    (panel.cluster.live.get(key)?.reports ?? []).some(
      ({ step, state }) => step === "zone" && state === "done",
    ),
  );
  putTenant(own, "ants-gate", "ants-svc");
  await waitUntil("the host is refused to the tenant", () =>
    (panel.cluster.live.get(`${own}/ants-gate:443=${shared}`)?.reports ?? []).some(
      ({ state }) => state === "blocked" || state === "waiting",
    ),
  );
  await createMember();
});
afterAll(async () => panel?.close());

const kinds = {
  namespaces: { group: "", plural: "namespaces" },
  secrets: { group: "", plural: "secrets" },
  services: { group: "", plural: "services" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
  virtualServices: { group: "networking.istio.io", plural: "virtualservices" },
  destinationRules: { group: "networking.istio.io", plural: "destinationrules" },
};

/** A virtual cluster with a Gateway for the shared host, its routes, and settings; all on the same ingress. */
function putTenant(namespace: string, gateway: string, service: string): void {
  const { objects } = panel.sandbox.kubernetes;
  const demo = objects.get(kinds.namespaces, undefined, "vamp-demo");
  const settings = objects.get(kinds.secrets, "vamp-demo", "lamia-metadata");
  const of = (name: string, more: object = {}) => ({ name, namespace, ...more });
  const istio = "networking.istio.io/v1";
  objects.put(kinds.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      labels: { "lamia.dev/managed": "true" },
      annotations: { ...demo?.metadata.annotations },
    },
  });
  objects.put(kinds.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: of("lamia-metadata"),
    data: settings?.data,
  });
  objects.put(kinds.services, {
    apiVersion: "v1",
    kind: "Service",
    metadata: of(service),
    spec: { selector: { app: service }, ports: [{ name: "http", port: 80 }] },
  });
  objects.put(kinds.gateways, {
    apiVersion: istio,
    kind: "Gateway",
    metadata: of(gateway, { annotations: { "lamia.dev/secured-hosts": `443=${shared}` } }),
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [shared],
          tls: { mode: "SIMPLE", credentialName: "contested-tls" },
        },
      ],
    },
  });
  objects.put(kinds.virtualServices, {
    apiVersion: istio,
    kind: "VirtualService",
    metadata: of(gateway),
    spec: {
      hosts: [shared, "mesh-contested.example.com"],
      gateways: [gateway, "mesh"],
      http: [{ route: [{ destination: { host: service } }] }],
    },
  });
  objects.put(kinds.destinationRules, {
    apiVersion: istio,
    kind: "DestinationRule",
    metadata: of(service),
    spec: { host: "mesh-contested.example.com", subsets: [{ name: "v1", labels: { app: service } }] },
  });
}

/** A user with the role admin in the own virtual cluster, which is all that a tenant can have. */
async function createMember(): Promise<void> {
  const { store } = panel.installation;
  const at = new Date();
  await store.database.query(
    "INSERT INTO auth_user (id, name, email, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
    ["ant", "Ant", "ant@example.com", at],
  );
  await store.people.bind({ kind: "user", name: "ant" }, own, "admin", at);
  const row = { userId: "ant", name: "ci", role: "admin", scope: "*", createdAt: at, expiresAt: null };
  await store.signIns.apiTokens.add(tokenHash(bearer), row);
  // Somebody of the other virtual cluster, whose name is nobody's business here.
  await store.database.query(
    "INSERT INTO auth_user (id, name, email, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
    ["other", foreign.account, `${foreign.account}@example.com`, at],
  );
  await store.people.bind({ kind: "user", name: "other" }, foreign.namespace, "admin", at);
}

const headers = { host: "localhost", authorization: `Bearer ${bearer}` };
const asked = (path: string, more: Record<string, string> = {}) =>
  new Request(`http://localhost/api/v1${path}`, {
    headers: { ...headers, accept: "application/json", ...more },
  });

/** Every path of a GET with a value for each parameter: of the tenant's own objects, and guesses at the other's. */
function* paths(): Generator<string> {
  const names: Record<string, readonly string[]> = {
    vc: [own, foreign.namespace],
    name: ["ants-gate", "ants-svc", foreign.gateway, foreign.service],
    app: ["ants-svc", foreign.service],
    id: ["1", "other"],
  };
  const queries = [
    "",
    `?q=${shared}`,
    `?virtualCluster=${own}`,
    `?virtualCluster=${foreign.namespace}`,
    `?host=${shared}`,
    `?host=${shared}&port=443&secret=contested-tls`,
    "?show=all",
  ];
  for (const [path, item] of Object.entries(openApiDocument().paths ?? {})) {
    if (!("get" in (item as object))) continue;
    let filled = [path];
    for (const [, parameter] of path.matchAll(/\{(\w+)\}/g))
      filled = filled.flatMap((each) =>
        (names[parameter ?? ""] ?? ["some"]).map((value) => each.replace(`{${parameter}}`, value)),
      );
    for (const each of filled) for (const query of queries) yield each + query;
  }
}

/** Where one of the other's names is in a text, with what is around it; nothing if the request itself has it. */
function leaksIn(text: string, path: string): string[] {
  return secrets.flatMap((secret) => {
    const at = text.indexOf(secret);
    return at < 0 || path.includes(secret) ? [] : [`${path}: ${text.slice(Math.max(0, at - 120), at + 60)}`];
  });
}

test("no answer to a member of one virtual cluster names another, its objects, or its people", async () => {
  const leaks: string[] = [];
  const statuses = new Map<number, number>();
  for (const path of paths()) {
    const response = await answerApi(asked(path));
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    expect([path, response.status >= 500]).toEqual([path, false]);
    leaks.push(...leaksIn(await response.text(), path));
  }
  expect(leaks).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(30);
}, 300_000);

test("the tenant learns of the conflict all the same: another virtual cluster has the host", async () => {
  const path = `/virtual-clusters/${own}/gateways/ants-gate`;
  const text = await (await answerApi(asked(path))).text();
  expect(text).toContain("a Gateway of another virtual cluster");
  expect(text).toContain("IST0145");
  // An admin reads whose host it is.
  const authorization = `Bearer ${panel.installation.environment.LAMIA_API_TOKEN?.reveal()}`;
  const toAdmin = await (await answerApi(asked(path, { authorization }))).text();
  expect(toAdmin).toContain(`Gateway ${foreign.namespace}/${foreign.gateway}`);
});

test("whatever exists of another virtual cluster or not, the refusal is the same", async () => {
  const answerOf = async (name: string) => {
    const response = await answerApi(asked(`/virtual-clusters/${foreign.namespace}/gateways/${name}`));
    return [response.status, await response.text()];
  };
  expect(await answerOf(foreign.gateway)).toEqual(await answerOf("made-up"));
  const missing = await answerApi(asked("/virtual-clusters/made-up/gateways/made-up"));
  expect(missing.status).toBe(403);
});

test("the stream tells a tenant nothing of another virtual cluster", async () => {
  const abort = new AbortController();
  const request = new Request("http://localhost/api/v1/events", {
    headers: { ...headers, accept: "text/event-stream" },
    signal: abort.signal,
  });
  const heard = (await answerApi(request)).text();
  const { objects } = panel.sandbox.kubernetes;
  for (const [namespace, name] of [
    [foreign.namespace, foreign.gateway],
    [own, "ants-gate"],
  ] as const) {
    const gateway = objects.get(kinds.gateways, namespace, name);
    objects.put(kinds.gateways, {
      ...gateway,
      metadata: { ...gateway?.metadata, name, namespace, labels: { touched: "now" } },
    } as never);
  }
  const hasSeen = (name: string, namespace: string) =>
    panel.cluster.cache.get("Gateway", namespace, name)?.metadata.labels?.touched === "now";
  await waitUntil(
    "both changes arrive",
    () => hasSeen("ants-gate", own) && hasSeen(foreign.gateway, foreign.namespace),
  );
  // What is sent together with others comes a moment later.
  await new Promise((resolve) => setTimeout(resolve, 500));
  abort.abort();
  const text = await heard;
  expect(text).toContain("ants-gate");
  expect(leaksIn(text, "/events")).toEqual([]);
});
