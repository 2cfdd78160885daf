import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { Audit } from "@/lib/store/audit/audit";
import type { NewEntry } from "@/lib/store/audit/chain";
import { createLog } from "../log";
import { operations } from "../operations";
import { type Acting, actAs, asRunner } from "./acting";
import { auditedClient } from "./audited-client";
import { createRecorder } from "./recorder";
import { changedPaths, digestOf, filledIn, versionOf } from "./versions";

const mia: Acting = {
  actor: { kind: "user", id: "u1", name: "mia@example.com" },
  address: "192.0.2.7",
  requestId: "r1",
  cause: null,
  seen: new Map(),
  notes: {},
  action: null,
};

const pem = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

const gateway = (port: number, over: object = {}) =>
  ({
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "web",
      namespace: "shop",
      uid: "u",
      resourceVersion: String(port),
      generation: 3,
      managedFields: [{ manager: "kubectl" }],
    },
    spec: { servers: [{ port: { number: port } }] },
    status: { observedGeneration: 2 },
    ...over,
  }) as KubernetesObject;

/** An API server that answers each write with what the test says, and an audit that keeps what it gets. */
function world({ held = null as KubernetesObject | null, answer = {} as object, isAway = false } = {}) {
  const entries: NewEntry[] = [];
  const order: string[] = [];
  const audit = {
    append: vi.fn(async (entry: NewEntry) => {
      if (isAway) throw new Error("away");
      entries.push(entry);
      order.push("audit");
      return null;
    }),
    ready: async () => {
      if (isAway) throw new Error("away");
    },
  } as unknown as Audit;
  const send = vi.fn(async (call: Call): Promise<Reply> => {
    order.push(call.verb);
    const body = call.verb === "get" ? held : answer;
    return { status: body ? 200 : 404, body, retryAfterSeconds: undefined };
  });
  const recorder = createRecorder(audit, createLog("fatal"));
  const client = auditedClient({ send, host: "api" } as unknown as ClusterClient, recorder);
  return { client, entries, order, send, recorder };
}

const patch: Call = {
  verb: "patch",
  resource: kinds.Gateway,
  namespace: "shop",
  name: "web",
  patchType: "application/merge-patch+json",
  body: {},
};

describe("a write to the cluster", () => {
  test("is in the audit before it is answered: who, from where, and the object before and after", async () => {
    const { client, entries, order } = world({ held: gateway(80), answer: gateway(443) });
    await actAs({ ...mia, seen: new Map() }, () => client.send(patch));
    expect(order).toEqual(["get", "patch", "audit"]);
    expect(entries).toMatchObject([
      {
        actorKind: "user",
        actor: "mia@example.com",
        address: "192.0.2.7",
        requestId: "r1",
        action: "object.changed",
        kind: "Gateway",
        virtualCluster: "shop",
        name: "web",
        version: "443",
      },
    ]);
    const { before, after, summary } = JSON.parse(entries[0]?.details ?? "");
    expect([before.spec.servers[0].port.number, after.spec.servers[0].port.number]).toEqual([80, 443]);
    expect(summary).toBe("spec.servers");
    expect(JSON.stringify(after)).not.toMatch(/status|managedFields|uid|generation/);
  });

  test("isn't sent while the audit can't take the entry of a person", async () => {
    const { client, send } = world({ isAway: true, answer: gateway(443) });
    await expect(actAs({ ...mia }, () => client.send(patch))).rejects.toThrow("away");
    expect(send).not.toHaveBeenCalled();
  });

  test("of Lamia itself names whose act it follows, and doesn't wait for the audit", async () => {
    const { client, entries, recorder } = world({ held: gateway(80), answer: gateway(443) });
    const because = { actor: "mia@example.com", action: "object.changed", at: "2026-01-01T00:00:00.000Z" };
    await asRunner(
      async () => because,
      () => client.send(patch),
    );
    await recorder.close();
    expect(entries).toMatchObject([{ actorKind: "runner", actor: "Lamia", causedBy: "mia@example.com" }]);
    expect(JSON.parse(entries[0]?.details ?? "").because).toEqual(because);
  });

  test("that is only tried, or changes nothing, has no entry", async () => {
    const { client, entries } = world({ held: gateway(443), answer: gateway(443) });
    await actAs({ ...mia, seen: new Map() }, () => client.send({ ...patch, query: { dryRun: "All" } }));
    await actAs({ ...mia, seen: new Map() }, () => client.send(patch));
    expect(entries).toEqual([]);
  });

  test("of a Secret names its keys and their sizes, and holds nothing of a value", async () => {
    const key = pem();
    const data = { "tls.key": Buffer.from(key).toString("base64"), note: "YQ==" };
    const answer = { kind: "Secret", metadata: { name: "tls", resourceVersion: "5" }, data };
    const { client, entries } = world({ answer });
    const call: Call = {
      verb: "patch",
      resource: kinds.Secret,
      namespace: "shop",
      name: "tls",
      patchType: "application/merge-patch+json",
      body: { data: { ...data, old: null } },
    };
    await actAs({ ...mia, seen: new Map() }, () => client.send(call));
    const moves = [
      { op: "test", path: "/metadata/resourceVersion", value: "4" },
      { op: "move", from: "/data/order.key", path: "/data/tls.key" },
      { op: "add", path: "/data/note", value: data.note },
    ];
    await actAs({ ...mia, seen: new Map() }, () =>
      client.send({ ...call, patchType: "application/json-patch+json", body: moves }),
    );
    const text = JSON.stringify(entries);
    for (const line of key.split("\n").filter((each) => each.length > 20)) expect(text).not.toContain(line);
    for (const value of Object.values(data)) expect(text).not.toContain(value);
    const details = entries.map((entry) => JSON.parse(entry.details));
    expect(details[0]).toMatchObject({
      summary: "tls.key, note, −old",
      set: { "tls.key": `${key.length} bytes, hidden`, note: "1 byte, hidden" },
      removed: ["old"],
    });
    expect(details[1]).toMatchObject({ removed: ["order.key"], set: { note: "1 byte, hidden" } });
  });
});

describe("what the audit keeps of an object", () => {
  test("is free of secrets: in annotations, in variables, and in any text", () => {
    const key = pem();
    const metadata = {
      name: "app",
      namespace: "shop",
      annotations: {
        "lamia.dev/cloudflare_api_token": "a-token-in-the-wrong-place",
        "kubectl.kubernetes.io/last-applied-configuration": "a copy of everything",
        note: `Bearer abcdefghijklmnop`,
      },
    };
    const env = [
      { name: "DB_PASSWORD", value: "hunter2-hunter2" },
      { name: "MODE", value: "fast" },
      { name: "CERT", value: key },
    ];
    const spec = { template: { spec: { containers: [{ name: "app", env }] } } };
    const object = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec } as KubernetesObject;
    const text = JSON.stringify(versionOf(object));
    for (const secret of ["a-token-in", "a copy of", "abcdefghijklmnop", "hunter2", key.split("\n")[1] ?? ""])
      expect(text).not.toContain(secret);
    expect(text).toContain("fast");
  });

  test("is the same whatever its status, its version, or the order of its keys", () => {
    const one = versionOf(gateway(80, { status: { a: 1 } }));
    const other = versionOf(gateway(80, { status: { b: 2 } }));
    const turned = Object.fromEntries(Object.entries(other).reverse()) as unknown as KubernetesObject;
    expect(digestOf(turned)).toBe(digestOf(one));
    expect(digestOf(versionOf(gateway(81)))).not.toBe(digestOf(one));
    expect(changedPaths(one, turned)).toBe("");
  });

  test("name the annotations and labels that differ", () => {
    const of = (annotations: Record<string, string>, labels = {}) =>
      ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "shop", annotations, labels },
      }) as KubernetesObject;
    const [one, other] = [of({ "lamia.dev/team": "a", kept: "1" }), of({ "lamia.dev/team": "b", kept: "1" })];
    expect(changedPaths(one, other)).toBe("metadata.annotations.lamia.dev/team");
    expect(changedPaths(one, of({ "lamia.dev/team": "a" }, { tier: "gold" }))).toBe(
      "metadata.annotations.kept, metadata.labels.tier",
    );
  });

  test("returns with hidden values as they are now, and not at all if they are gone", () => {
    const of = (env: object[], image: string) =>
      ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "app", namespace: "shop" },
        spec: { template: { spec: { containers: [{ name: "app", image, env }] } } },
      }) as KubernetesObject;
    const secret = { name: "TOKEN", value: "s3cret" };
    const version = versionOf(of([{ name: "A", value: "1" }, secret], "app:1"));
    const now = of([secret], "app:2");
    expect(filledIn(version, now)).toEqual(of([{ name: "A", value: "1" }, secret], "app:1"));
    expect(filledIn(version, of([], "app:2"))).toBeNull();
    expect(filledIn(version, null)).toBeNull();
  });
});

/** They write objects, which have entries of their own, or change nothing. */
const withoutAct = new Set([
  "patch /virtual-clusters/{vc}",
  "patch /virtual-clusters/{vc}/metadata",
  "patch /installation/metadata",
  "post /virtual-clusters/{vc}/metadata/check",
  "post /installation/metadata/check",
  "post /virtual-clusters/{vc}/review",
  "put /virtual-clusters/{vc}/objects",
  "post /virtual-clusters/{vc}/import",
  "post /virtual-clusters/{vc}/online",
  "post /virtual-clusters/{vc}/versions/{seq}/review",
  "post /virtual-clusters/{vc}/metadata/versions/{seq}/review",
  "post /notifications/read",
  // Only finds out where the provider is.
  "post /session/oidc",
  // Nothing counts before the passkey's answer, or the first code.
  "post /account/passkeys/options",
  "post /session/passkey/options",
  "post /account/second-factor/app",
  "delete /virtual-clusters/{vc}/applications/{app}",
]);
const ofObjects =
  /^(post|put|delete) \/virtual-clusters\/\{vc\}\/(gateways|services|destination-rules|virtual-services|service-entries|applications\/\{app\}\/versions|deployments)(\/\{name\})?$/;

test("each operation that changes something is in the audit, as an act or by the objects that it writes", () => {
  const unnamed = operations
    .filter(({ method, act }) => method !== "get" && act === undefined)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((each) => !withoutAct.has(each) && !ofObjects.test(each));
  expect(unnamed).toEqual([]);
});
