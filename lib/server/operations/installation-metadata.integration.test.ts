import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Metadata } from "@/lib/api/metadata";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { call, thrownProblem } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import {
  checkInstallationMetadata,
  checkMetadata,
  patchInstallationMetadata,
  patchMetadataOperation,
  readMetadataOperation,
} from "./metadata";
import { readVirtualCluster } from "./virtual-clusters";

let panel: TestPanel;
let settings: { google_project_id: string; google_service_account: string };
const params = { vc: "vamp-demo" };

beforeAll(async () => {
  panel = await startTestPanel();
  const key = readFileSync(panel.sandbox.file.googleServiceAccountFile, "utf8");
  settings = {
    google_project_id: (JSON.parse(key) as { project_id: string }).project_id,
    google_service_account: key,
  };
  delegateAtOnce(panel.sandbox);
});
afterAll(() => panel?.close());

/** A line of the private key. */
const keyLine = () => {
  const { private_key: key } = JSON.parse(settings.google_service_account) as { private_key: string };
  return key.split("\n")[1];
};
const googleOf = ({ groups }: Metadata) => groups.find(({ title }) => title === "Google Cloud DNS");
const virtualCluster = () => call<VirtualCluster>(panel.cluster, readVirtualCluster, { params });

test("a host without its own provider is served by the installation's as soon as there is one", async () => {
  const { cluster } = panel;
  const none = { google_project_id: null, google_service_account: null };
  await call(cluster, patchMetadataOperation, { params, body: none });
  putGateway(panel.sandbox, "shared", hostOf("shared"));
  await waitUntil("the host waits for a provider", () => {
    const zone = reportOf(panel, "shared", hostOf("shared"), "zone");
    return zone?.state === "blocked" && zone.note.includes("nor the installation has a DNS provider");
  });
  expect(await virtualCluster()).toMatchObject({ provider: null, providerInherited: false });

  expect(await call(cluster, checkInstallationMetadata, { body: { changes: settings } })).toMatchObject({
    ok: true,
  });
  const saved = await call<Metadata>(cluster, patchInstallationMetadata, { body: settings });
  expect(saved.items.flatMap(({ key, set }) => (set ? [key] : [])).sort()).toEqual(
    Object.keys(settings).sort(),
  );
  expect(saved.items[0]?.value).toBe(settings.google_project_id);
  expect(JSON.stringify(saved)).not.toContain(keyLine());
  await waitUntil("the host is served", () => isServing(panel, "shared"));
  expect(await virtualCluster()).toMatchObject({ provider: "Google Cloud DNS", providerInherited: true });
});

test("they are in one Secret of Lamia's own namespace, and in no annotation", () => {
  const { objects } = panel.sandbox.kubernetes;
  const secret = objects.get({ group: "", plural: "secrets" }, "lamia-system", "lamia-metadata");
  expect(Object.keys((secret as { data?: object } | undefined)?.data ?? {}).sort()).toEqual([
    "google_project_id",
    "google_service_account",
  ]);
  const namespace = objects.get({ group: "", plural: "namespaces" }, undefined, "lamia-system");
  expect(JSON.stringify(namespace?.metadata.annotations ?? {})).not.toContain("google");
});

test("the metadata of a virtual cluster says what is inherited, and what overrides it", async () => {
  const { cluster } = panel;
  const inherited = await call<Metadata>(cluster, readMetadataOperation, { params });
  expect(googleOf(inherited)).toMatchObject({ source: "installation" });
  expect(Object.values(googleOf(inherited)?.inherited ?? {})).toContain(settings.google_project_id);
  expect(JSON.stringify(inherited)).not.toContain(keyLine());

  const begun = { google_project_id: settings.google_project_id };
  const half = await call<Metadata>(cluster, patchMetadataOperation, { params, body: begun });
  expect(googleOf(half)?.source).toBeNull();
  expect(await call(cluster, checkMetadata, { params, body: {} })).toMatchObject({
    ok: false,
    note: expect.stringContaining("google_service_account is missing"),
  });
  const own = await call<Metadata>(cluster, patchMetadataOperation, { params, body: settings });
  expect(googleOf(own)?.source).toBe("virtual-cluster");
  expect(await virtualCluster()).toMatchObject({ provider: "Google Cloud DNS", providerInherited: false });
});

test("only keys of DNS providers can be set for the installation", async () => {
  const problem = await thrownProblem(
    call(panel.cluster, patchInstallationMetadata, { body: { team: "shop" } }),
  );
  expect(problem.errors?.[0]).toMatchObject({ path: ["team"] });
});

test("a server in the panel's own network is refused at its field, and may be set for the installation", async () => {
  const wrong = {
    acme_ca: "https://127.0.0.1/directory",
    acme_dns_url: "http://10.0.0.1",
    rfc2136_server: "169.254.169.254:53",
  };
  for (const [key, value] of Object.entries(wrong)) {
    const problem = await thrownProblem(
      call(panel.cluster, patchMetadataOperation, { params, body: { [key]: value } }),
    );
    expect(problem, key).toMatchObject({ status: 422, errors: [{ path: [key] }] });
  }
  const body = { acme_ca: "https://10.0.0.1/directory", rfc2136_server: "10.0.0.53" };
  const saved = await call<Metadata>(panel.cluster, patchInstallationMetadata, { body });
  expect(saved.items.find(({ key }) => key === "rfc2136_server")?.value).toBe(body.rfc2136_server);
});

test("a value that others have written is named at its key if Lamia can't use it", async () => {
  const { objects } = panel.sandbox.kubernetes;
  const namespaces = { group: "", plural: "namespaces" };
  const before = objects.get(namespaces, undefined, params.vc);
  if (!before) throw new Error("no Namespace");
  const written = { certificate_scope: "domain", dns_records: "everything", acme_key_type: "ec-p384" };
  const annotations = Object.fromEntries(
    Object.entries(written).map(([key, value]) => [`lamia.dev/${key}`, value]),
  );
  objects.put(namespaces, {
    ...before,
    metadata: { ...before.metadata, annotations: { ...before.metadata.annotations, ...annotations } },
  });
  const mistakes = async () => {
    const { items } = await call<Metadata>(panel.cluster, readMetadataOperation, { params });
    return Object.fromEntries(items.flatMap(({ key, mistake }) => (mistake ? [[key, mistake]] : [])));
  };
  await expect.poll(mistakes).toEqual({
    certificate_scope: expect.stringContaining("zone"),
    dns_records: expect.stringContaining("secured"),
  });
});
