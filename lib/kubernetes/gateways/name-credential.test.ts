import { expect, test } from "vitest";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { nameCredential } from "./gateway-tls";
import { securedHostsOf } from "./secured-hosts";

const accepted: Reply = { status: 200, body: {}, retryAfterSeconds: undefined };

/** Names `lamia-x` in a Gateway whose server on 443 has this `tls`; returns the operations sent. */
async function operations(
  tls: Record<string, unknown> | undefined,
  reply = accepted,
  now: (gateway: GatewayObject) => GatewayObject | null = (gateway) => gateway,
) {
  const gateway = {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "shop",
      namespace: "demo",
      resourceVersion: "7",
      annotations: { "lamia.dev/secured-hosts": "443=shop.example.org" },
    },
    spec: {
      servers: [
        { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["*"], ...(tls ? { tls } : {}) },
      ],
    },
  } as GatewayObject;
  const sent: Call[] = [];
  const [target] = securedHostsOf(gateway);
  if (!target) throw new Error("no secured host");
  const client = {
    send: async (call: Call) => {
      sent.push(call);
      return reply;
    },
  };
  const cache = { get: () => now(gateway), observe: () => {} } as unknown as ClusterCache;
  await nameCredential({ client, cache }, target, "lamia-x");
  return sent[0]?.body;
}

const guards = [
  { op: "test", path: "/spec/servers/0/port/number", value: 443 },
  { op: "replace", path: "/metadata/resourceVersion", value: "7" },
];

test("a server without tls gets one, guarded by the port and the version that were read", async () => {
  const value = { mode: "SIMPLE", credentialName: "lamia-x" };
  expect(await operations(undefined)).toEqual([...guards, { op: "add", path: "/spec/servers/0/tls", value }]);
});

test("other settings of tls stay", async () => {
  expect(await operations({ minProtocolVersion: "TLSV1_3" })).toEqual([
    ...guards,
    { op: "add", path: "/spec/servers/0/tls/mode", value: "SIMPLE" },
    { op: "add", path: "/spec/servers/0/tls/credentialName", value: "lamia-x" },
  ]);
});

test("a server that requires client certificates still does", async () => {
  expect(await operations({ mode: "MUTUAL" })).toEqual([
    ...guards,
    { op: "add", path: "/spec/servers/0/tls/credentialName", value: "lamia-x" },
  ]);
});

test("a server with optional client certificates keeps them, and any other mode becomes SIMPLE", async () => {
  expect(await operations({ mode: "OPTIONAL_MUTUAL" })).toEqual([
    ...guards,
    { op: "add", path: "/spec/servers/0/tls/credentialName", value: "lamia-x" },
  ]);
  expect(await operations({ mode: "PASSTHROUGH" })).toContainEqual({
    op: "add",
    path: "/spec/servers/0/tls/mode",
    value: "SIMPLE",
  });
});

test.each<[string, (gateway: GatewayObject) => GatewayObject | null]>([
  ["is gone", () => null],
  ["has lost its servers", (gateway) => ({ ...gateway, spec: {} })],
  ["has no spec", ({ spec: _, ...gateway }) => gateway],
  [
    "has another server there",
    (gateway) => {
      const [server] = gateway.spec?.servers ?? [];
      return { ...gateway, spec: { servers: [{ ...server, port: { number: 8443 } }] } } as GatewayObject;
    },
  ],
  [
    "has no version",
    (gateway) => {
      const { resourceVersion: _, ...metadata } = gateway.metadata;
      return { ...gateway, metadata };
    },
  ],
])("a Gateway that %s meanwhile is not written to", async (_, now) => {
  await expect(operations({}, accepted, now)).rejects.toMatchObject({ kind: "conflict" });
});

test.each([404, 409])("an answer of %i means that the Gateway has changed", async (status) => {
  const refused = { ...accepted, status, body: { kind: "Status" } };
  await expect(operations({}, refused)).rejects.toMatchObject({ kind: "conflict" });
});

test("a failed guard is a conflict, and an invalid Gateway needs the user", async () => {
  const failedTest = { ...accepted, status: 422, body: { kind: "Status", message: "error in our request" } };
  await expect(operations({}, failedTest)).rejects.toMatchObject({ kind: "conflict" });
  const message =
    'admission webhook "validation.istio.io" denied the request: only one of credentialName, serverCertificate';
  const denied = { ...accepted, status: 400, body: { kind: "Status", message } };
  await expect(operations({}, denied)).rejects.toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("only one of credentialName, serverCertificate"),
    remedy: expect.stringContaining("443"),
  });
});
