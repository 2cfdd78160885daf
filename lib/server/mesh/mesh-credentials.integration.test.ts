import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportAnswer } from "@/lib/api/import";
import type { Review } from "@/lib/api/mesh-object";
import { createGateway, replaceGateway } from "@/lib/server/operations/gateways";
import { importYaml, putObject, review } from "@/lib/server/operations/objects";
import { call, kubectl } from "@/lib/server/testing/call";
import { keyPair } from "@/lib/server/testing/key-pair";
import { startTestPanel, type TestPanel } from "@/lib/server/testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

const form = (name: string, credentialName: string) => ({
  name,
  selector: { istio: "ingressgateway" },
  servers: [
    { hosts: [`${name}.example.com`], port: 443, protocol: "https", tls: { mode: "SIMPLE", credentialName } },
  ],
});

const found = (name: string) =>
  panel.cluster.mesh
    .findingsOf("Gateway", vc, name)
    .filter(({ check }) => check === "credential-exists")
    .map(({ severity, message }) => `${severity} ${message}`);

const soon = (read: () => string[], expected: string[]) => expect.poll(read).toEqual(expected);

test("a foreign credential is read: an existing one isn't reported, and a missing one is named", async () => {
  const year = new Date().getUTCFullYear();
  const [own, another] = await Promise.all([keyPair("gw-theirs.example.com", year), keyPair("b.test", year)]);
  const create = (name: string, chain: string, key: string) =>
    kubectl(panel.sandbox, [
      ...["create", "secret", "generic", name, "-n", "istio-system"],
      ...[`--from-literal=cert=${chain}`, `--from-literal=key=${key}`],
    ]);
  await create("theirs", own.chain, own.key);
  await create("crossed", own.chain, another.key);
  await kubectl(panel.sandbox, [
    "create",
    "secret",
    "generic",
    "half",
    "-n",
    "istio-system",
    "--from-literal=cert=c",
  ]);
  for (const name of ["theirs", "half", "crossed", "nowhere"])
    await call(panel.cluster, createGateway, {
      params: { vc },
      query: { ignoreFindings: "true" },
      body: form(`gw-${name}`, name),
    });
  await soon(
    () => found("gw-nowhere"),
    ["error There is no Secret nowhere in istio-system, where the ingress pods run."],
  );
  await soon(
    () => found("gw-half"),
    ["error Secret istio-system/half doesn’t contain a certificate and its key."],
  );
  await soon(
    () => found("gw-crossed").map((text) => text.replace(/ its certificate.*/, "")),
    ["error The key in Secret istio-system/crossed doesn’t match"],
  );
  expect(found("gw-theirs")).toEqual([]);
  expect(JSON.stringify(panel.cluster.mesh.snapshot().secrets)).not.toMatch(/"(data|key)"|PRIVATE/);
});

test("a review reads before it answers", async () => {
  const codes = async (credential: string) => {
    const body = { kind: "Gateway", form: form("gw-review", credential) };
    const { findings } = await call<Review>(panel.cluster, review, { params: { vc }, body });
    return findings
      .filter(({ check }) => check === "credential-exists")
      .map(({ formPath }) => formPath.join("."));
  };
  expect(await codes("theirs")).toEqual([]);
  expect(await codes("not-there")).toEqual(["servers.0.tls.credentialName"]);
});

test("saving knows what a review knows: a Gateway with a missing credential is rejected at its field", async () => {
  const place = { vc, name: "gw-guard" };
  const create = (credential: string) =>
    call(panel.cluster, createGateway, { params: { vc }, body: form("gw-guard", credential) });
  await expect(create("never-made")).rejects.toMatchObject({ problem: { status: 422 } });
  await create("theirs");
  const edit = { params: place, body: form("gw-guard", "not-made-either") };
  await expect(call(panel.cluster, replaceGateway, edit)).rejects.toMatchObject({
    problem: { status: 422, errors: [{ path: ["servers", 0, "tls", "credentialName"] }] },
  });
});

test("so does saving YAML, one object or an import of several", async () => {
  const gateway = (name: string, credentialName: string) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [`${name}.example.com`],
          tls: { mode: "SIMPLE", credentialName },
        },
      ],
    },
  });
  const saved = call(panel.cluster, putObject, {
    params: { vc },
    body: { object: gateway("gw-yaml", "not-in-yaml") },
  });
  await expect(saved).rejects.toMatchObject({
    problem: { status: 422, errors: [{ path: ["spec", "servers", 0, "tls", "credentialName"] }] },
  });
  const text = JSON.stringify(gateway("gw-import", "not-in-import"));
  const imported = await call<ImportAnswer>(panel.cluster, importYaml, {
    params: { vc },
    body: { text, apply: true },
  });
  expect(imported.documents[0]?.findings.map(({ code }) => code)).toContain("IST0101");
  expect(imported).toMatchObject({ written: 0, failed: 1 });
});
