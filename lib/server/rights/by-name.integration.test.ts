import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { GatewayDetails } from "@/lib/api/gateway";
import type { Status } from "@/lib/api/stream";
import { isOurs } from "@/lib/kubernetes/ownership";
import {
  installPermissions,
  migrationPermissions,
  permissionsFor,
  secretRoles,
} from "@/lib/kubernetes/permissions";
import { notedPlaces } from "@/lib/kubernetes/published-places";
import { createGateway } from "../operations/gateways";
import { patchMetadataOperation } from "../operations/metadata";
import { readStatus } from "../operations/status";
import { bindRole, unbindRole } from "../testing/as-service-account";
import { call, thrownProblem } from "../testing/call";
import { cloudDnsMetadata } from "../testing/configure-provider";
import {
  delegateAtOnce,
  putRoute,
  removeRoute,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "../testing/test-panel";

/** Lamia reads Secrets only by name here, with the rights of `secrets-by-name.yaml`, which the API server enforces. */
let panel: TestPanel;

const shop = "vamp-demo";
const blog = "vamp-blog";
const kinds = {
  namespaces: { group: "", plural: "namespaces" },
  secrets: { group: "", plural: "secrets" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
};

beforeAll(async () => {
  panel = await startTestPanel(
    async (sandbox) => {
      bindRole(sandbox, "lamia-virtual-cluster", shop);
      bindRole(sandbox, "lamia-ingress", "istio-system");
      return { LAMIA_SECRETS: "by-name" };
    },
    { granted: ["lamia.yaml", "secrets-by-name.yaml"], behindProxy: true },
  );
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());
// The brake covers ten minutes: hosts removed by an earlier test must not pause the next one.
afterEach(() => tenMinutesLater());

const tenMinutesLater = () =>
  panel.installation.store.database.query(
    "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
  );

const objects = () => panel.sandbox.kubernetes.objects;
const hostOf = (name: string) => `${name}.democluster.net`;
const published = (name: string, namespace = "istio-system") =>
  objects().get(kinds.secrets, namespace, `${name}-tls`);
const run = <Answer>(operation: unknown, given: Parameters<typeof call>[2] = {}) =>
  call<Answer>(panel.cluster, operation, given);
const missingRights = async () => (await run<Status>(readStatus)).cluster.missingRights;

function putGateway(namespace: string, name: string, annotations = {}, host = hostOf(name)): void {
  putRoute(panel.sandbox, name, host);
  objects().put(kinds.gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace, annotations: { "lamia.dev/secured-hosts": `443=${host}`, ...annotations } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: `${name}-tls` },
        },
      ],
    },
  });
}

function removeGateway(namespace: string, name: string): void {
  objects().remove(kinds.gateways, namespace, name);
  removeRoute(panel.sandbox, name);
}

const reportsOf = (namespace: string, name: string, host = hostOf(name)) =>
  panel.cluster.live.get(`${namespace}/${name}:443=${host}`)?.reports ?? [];
const stepOf = (namespace: string, name: string, step: string, host?: string) =>
  reportsOf(namespace, name, host).find((report) => report.step === step);
const serving = (namespace: string, name: string, host?: string) =>
  waitUntil(`${name} serves`, () => stepOf(namespace, name, "serving", host)?.state === "done").catch(
    (thrown: Error) => {
      const notes = reportsOf(namespace, name, host).map(
        ({ step, state, note }) => `${step} ${state}: ${note}`,
      );
      throw new Error(`${thrown.message}\n${notes.join("\n")}`);
    },
  );

/** Where Lamia's own Secrets say that something is published. */
const noted = () =>
  objects()
    .list(kinds.secrets, "lamia-system")
    .flatMap((secret) => notedPlaces(secret as never).map(({ namespace, name }) => `${namespace}/${name}`))
    .sort();
const ownHosts = () =>
  objects()
    .list(kinds.secrets, "lamia-system")
    .filter(isOurs)
    .flatMap(({ metadata }) => metadata.annotations?.["lamia.dev/host"] ?? []);

function putVirtualCluster(name: string): void {
  objects().put(kinds.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "lamia.dev/managed": "true" } },
  } as never);
}

/** As GitOps would: no label of Lamia, no field manager of Lamia. */
function putMetadataByGitOps(namespace: string): void {
  const data = Object.entries(cloudDnsMetadata(panel.sandbox)).map(([key, value]) => [
    key,
    Buffer.from(value).toString("base64"),
  ]);
  objects().put(kinds.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: { name: "lamia-metadata", namespace },
    data: Object.fromEntries(data),
  } as never);
}

test("a walk publishes a certificate, and no Secret was listed outside of Lamia's own namespace but metadata by name", async () => {
  putGateway(shop, "first");
  await serving(shop, "first");
  expect(published("first")).toBeDefined();
  expect(noted()).toEqual(["istio-system/first-tls"]);
  const lists = panel.proxy.passed.filter((each) => /^GET \/api\/v1\/.*secrets(\?|$)/.test(each));
  const foreign = lists.filter(
    (each) =>
      !each.includes("/namespaces/lamia-system/") &&
      !/\/namespaces\/vamp-demo\/secrets\?.*fieldSelector=metadata\.name%3Dlamia-metadata/.test(each),
  );
  expect(lists).not.toHaveLength(0);
  expect(foreign).toEqual([]);
});

test("a published Secret that is deleted by hand is published again within its interval", async () => {
  const before = published("first");
  objects().remove(kinds.secrets, "istio-system", "first-tls");
  const again = await waitUntil("it is back", () => published("first"), 40);
  expect(again.data).toEqual(before?.data);
});

test("a namespace that isn't granted is said with its command, nothing is taken for missing, and granting it is enough", async () => {
  putVirtualCluster(blog);
  putMetadataByGitOps(blog);
  putGateway(blog, "second");
  const grant = `kubectl -n ${blog} create rolebinding lamia-virtual-cluster --clusterrole=lamia-virtual-cluster --serviceaccount=lamia-system:lamia`;
  const report = await waitUntil("the walk is blocked", () => {
    const found = stepOf(blog, "second", "address");
    return found?.state === "blocked" && found;
  });
  expect(report.remedy).toContain(grant);
  expect(await missingRights()).toMatchObject([
    { resource: "secrets", namespace: blog, verbs: ["list"], command: grant },
  ]);
  await expect(panel.cluster.worlds.everyDnsOf(blog)).rejects.toMatchObject({ kind: "refused" });
  expect(ownHosts()).not.toContain(hostOf("second"));

  bindRole(panel.sandbox, "lamia-virtual-cluster", blog);
  await serving(blog, "second");
  await waitUntil("nothing is missing", async () => (await missingRights()).length === 0, 60);
});

test("an ingress namespace that is no longer granted keeps what is published, and its cleanup waits", async () => {
  unbindRole(panel.sandbox, "lamia-ingress", "istio-system");
  removeGateway(blog, "second");
  await waitUntil("the cleanup is held up", async () => {
    const [task] = (await panel.installation.store.tasks.list({ q: hostOf("second") })).items;
    return task?.lastProblem?.includes("doesn’t allow");
  });
  expect(published("second")).toBeDefined();
  expect(ownHosts()).toContain(hostOf("second"));
  expect((await missingRights()).map(({ namespace, command }) => [namespace, command])).toContainEqual([
    "istio-system",
    "kubectl -n istio-system create rolebinding lamia-ingress --clusterrole=lamia-ingress --serviceaccount=lamia-system:lamia",
  ]);
  bindRole(panel.sandbox, "lamia-ingress", "istio-system");
  const [task] = (await panel.installation.store.tasks.list({ q: hostOf("second") })).items;
  await panel.cluster.walking?.runner.retryTasks([task?.id ?? ""]);
  await waitUntil("it is cleaned up", () => !published("second") && !ownHosts().includes(hostOf("second")));
});

test("a wildcard that two virtual clusters share is published for both, and each cleanup takes its own", async () => {
  const zone = "wide.democluster.net";
  const scope = { "lamia.dev/certificate_scope": "zone" };
  const share = { ...scope, "lamia.dev/certificate_share_with": `${blog}/there` };
  putGateway(shop, "here", share, `here.${zone}`);
  await serving(shop, "here", `here.${zone}`);
  putGateway(blog, "there", scope, `there.${zone}`);
  await serving(blog, "there", `there.${zone}`);
  const certificate = (name: string) =>
    (published(name)?.data as Record<string, string> | undefined)?.["tls.crt"];
  expect(certificate("there")).toBe(certificate("here"));
  expect(noted()).toEqual(["istio-system/first-tls", "istio-system/here-tls", "istio-system/there-tls"]);

  removeGateway(blog, "there");
  await waitUntil("there is cleaned up", () => !published("there"));
  await tenMinutesLater();
  expect(published("here")).toBeDefined();
  removeGateway(shop, "here");
  // Its keys go when everything is compared, at the latest at the next start.
  await waitUntil("here is cleaned up", () => !published("here"));
  await waitUntil("no place is noted", () => noted().join() === "istio-system/first-tls");
});

test("what is published is found after a restart, although nothing was listed", async () => {
  putGateway(shop, "kept");
  await serving(shop, "kept");
  await panel.stop();
  removeGateway(shop, "kept");
  await panel.start();
  await waitUntil("it is cleaned up", () => !published("kept") && !ownHosts().includes(hostOf("kept")));
});

test("a dedicated ingress is refused with what to do, because its rights can't be given", async () => {
  const servers = [{ hosts: [hostOf("own")], port: 80, protocol: "http" }];
  const problem = await thrownProblem(
    run<GatewayDetails>(createGateway, {
      params: { vc: shop },
      body: { name: "own", ingress: { kind: "dedicated" }, servers },
    }),
  );
  expect(problem.detail).toContain("LAMIA_SECRETS=by-name");
});

test("secret metadata of a Secret that GitOps made are merged with what the panel sets", async () => {
  await run(patchMetadataOperation, { params: { vc: blog }, body: { google_project_id: "another-project" } });
  const secret = objects().get(kinds.secrets, blog, "lamia-metadata");
  expect(secret?.metadata.labels).toBeUndefined();
  objects().remove(kinds.secrets, shop, "lamia-metadata");
  await waitUntil("it is gone", () => panel.cluster.cache.get("Secret", shop, "lamia-metadata") === null);
  await run(patchMetadataOperation, { params: { vc: shop }, body: cloudDnsMetadata(panel.sandbox) });
  expect(objects().get(kinds.secrets, shop, "lamia-metadata")).toBeDefined();
});

test("the last gateway goes, and nothing is left of it", async () => {
  removeGateway(shop, "first");
  await waitUntil("it is cleaned up", () => !published("first") && ownHosts().length === 0);
  expect(noted()).toEqual([]);
});

test("the manifests grant what has been used, and nothing else of Secrets", async () => {
  await panel.installation.rights.check();
  expect(await missingRights()).toEqual([]);
  const used = [...panel.sandbox.kubernetes.access.used];
  const verbsIn = (...namespaces: string[]) =>
    [
      ...new Set(
        used.flatMap((each) => {
          const [verb = "", resource, namespace = ""] = each.split(" ");
          return resource === "secrets" && namespaces.includes(namespace) ? [verb] : [];
        }),
      ),
    ].sort();
  const verbsOf = (role: keyof typeof secretRoles) =>
    secretRoles[role].flatMap(({ verbs }) => [...verbs]).sort();
  expect(verbsIn("lamia-system")).toEqual(verbsOf("own"));
  expect(verbsIn(shop, blog)).toEqual(verbsOf("virtual-cluster"));
  expect(verbsIn("istio-system")).toEqual(verbsOf("ingress"));
  expect(verbsIn("")).toEqual([]);
  const others = new Set(used.map((each) => each.split(" ")[1]));
  const known = [...permissionsFor("by-name"), ...migrationPermissions, ...installPermissions];
  const names = known.map(({ group, resource }) => (group === "" ? resource : `${resource}.${group}`));
  expect([...others].filter((each) => each !== "secrets" && !names.includes(each ?? ""))).toEqual([]);
});
