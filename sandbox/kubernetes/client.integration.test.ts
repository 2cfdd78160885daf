import {
  ApiException,
  type Configuration,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, gateway, startTestApi, type TestApi } from "./testing/start-test-api";

const place = {
  group: "networking.istio.io",
  version: "v1",
  namespace: "vamp-demo",
  plural: "gateways",
};

describe("the API with @kubernetes/client-node", () => {
  let running: TestApi;
  let config: KubeConfig;
  let core: CoreV1Api;
  let custom: CustomObjectsApi;

  beforeAll(async () => {
    running = await startTestApi({ historyLimit: 20 });
    config = new KubeConfig();
    config.loadFromString(running.kubeconfigText);
    core = config.makeApiClient(CoreV1Api);
    custom = config.makeApiClient(CustomObjectsApi);
  });
  afterAll(() => running.close());

  const apply = (name: string, body: object, fieldManager: string, force = false) =>
    custom.patchNamespacedCustomObject(
      { ...place, name, body, fieldManager, force },
      setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply) as Partial<Configuration> as never,
    );

  it("lists with selectors, and in pages that add up", async () => {
    for (const name of ["p1", "p2", "p3"]) await apply(name, gateway(name), "lamia");
    const selected = await custom.listNamespacedCustomObject({ ...place, labelSelector: "app in (p1,p3)" });
    expect(selected.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
      "p1",
      "p3",
    ]);
    const first = await core.listNamespace({ limit: 4 });
    expect(first.items).toHaveLength(4);
    const rest = await core.listNamespace({ limit: 100, _continue: first.metadata?._continue ?? "" });
    expect([...first.items, ...rest.items].map(({ metadata }) => metadata?.name)).toContain("vamp-demo");
    expect(rest.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
  });

  it("applies by field manager: another manager's field is a conflict, and force takes it", async () => {
    await apply("owned", gateway("owned"), "lamia");
    const refused = await apply("owned", gateway("owned", "other"), "intruder").catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof ApiException)) throw new Error("no conflict was answered");
    expect(refused.code).toBe(409);
    expect(JSON.parse(refused.body)).toMatchObject({
      reason: "Conflict",
      details: { causes: [{ reason: "FieldManagerConflict", field: ".spec.servers" }] },
    });
    const forced = await apply("owned", gateway("owned", "other"), "intruder", true);
    const owners = forced.metadata.managedFields.map((entry: { manager: string }) => entry.manager);
    expect(owners.sort()).toEqual(["intruder", "lamia"]);
  });

  it("keeps the resourceVersion when an apply changes nothing", async () => {
    const first = await apply("still", gateway("still"), "lamia");
    const again = await apply("still", gateway("still"), "lamia");
    expect(again.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it("an informer sees the changes of others", async () => {
    const received: string[] = [];
    const informer = makeInformer(config, "/api/v1/secrets", () => core.listSecretForAllNamespaces());
    informer.on("add", (secret) => received.push(`add ${secret.metadata?.name}`));
    informer.on("update", (secret) => received.push(`update ${secret.metadata?.name}`));
    informer.on("delete", (secret) => received.push(`delete ${secret.metadata?.name}`));
    await informer.start();
    const metadata = { name: "watched", namespace: "default" };
    await core.createNamespacedSecret({ namespace: "default", body: { metadata, stringData: { a: "1" } } });
    const body = { metadata, stringData: { a: "2" } };
    await core.replaceNamespacedSecret({ namespace: "default", name: "watched", body });
    await core.deleteNamespacedSecret({ namespace: "default", name: "watched" });
    await eventually("the informer's three events", () => (received.length >= 3 ? true : undefined));
    await informer.stop();
    expect(received).toEqual(["add watched", "update watched", "delete watched"]);
  });

  it("rejects a stale replace with 409", async () => {
    const metadata = { name: "stale", namespace: "default" };
    const created = await core.createNamespacedConfigMap({
      namespace: "default",
      body: { metadata, data: { a: "1" } },
    });
    const write = (value: string) =>
      core.replaceNamespacedConfigMap({
        namespace: "default",
        name: "stale",
        body: { metadata: { ...created.metadata }, data: { a: value } },
      });
    await write("2");
    await expect(write("3")).rejects.toMatchObject({ code: 409 });
  });

  it("answers 410 to a watch from a version that is too old", async () => {
    for (let count = 0; count < 60; count += 1) await apply("busy", gateway("busy", `c${count}`), "lamia");
    const events: { type: string; code: number }[] = [];
    await new Promise((resolve) => {
      const path = "/apis/networking.istio.io/v1/gateways";
      const onEvent = (type: string, object: { code: number }) => events.push({ type, code: object.code });
      new Watch(config).watch(path, { resourceVersion: "1" }, onEvent, resolve);
    });
    expect(events).toEqual([{ type: "ERROR", code: 410 }]);
  });

  it("withdraws a load balancer's address, and assigns the same one again", async () => {
    const address = async () =>
      (await core.readNamespacedService({ namespace: "istio-system", name: "istio-ingressgateway" })).status
        ?.loadBalancer?.ingress?.[0]?.ip;
    const before = await eventually("an address", address);
    running.levers.addressAfterSeconds = null;
    await eventually("the address to go", async () => ((await address()) === undefined ? true : undefined));
    running.levers.addressAfterSeconds = 0;
    expect(await eventually("the address again", address)).toBe(before);
    expect(before).toMatch(/^127\.0\.80\./);
  });

  it("leaves a Service with a class to that class's controller", async () => {
    const service = async (name: string, loadBalancerClass?: string) => {
      const spec = {
        type: "LoadBalancer",
        ...(loadBalancerClass && { loadBalancerClass }),
        ports: [{ port: 80 }],
      };
      const body = { metadata: { name }, spec };
      await core.createNamespacedService({ namespace: "default", body });
      return async () =>
        (await core.readNamespacedService({ namespace: "default", name })).status?.loadBalancer?.ingress;
    };
    const ofClass = await service("of-a-class", "example.com/internal");
    const ofNone = await service("of-no-class");
    await eventually("an address without a class", ofNone);
    expect(await ofClass()).toBeUndefined();
    const status = { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } };
    await core.patchNamespacedServiceStatus(
      { namespace: "default", name: "of-a-class", body: { status } },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch) as Partial<Configuration> as never,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await ofClass()).toMatchObject([{ ip: "192.0.2.7" }]);
    for (const name of ["of-a-class", "of-no-class"]) {
      await core.deleteNamespacedService({ namespace: "default", name });
    }
  });

  it("keeps objects across a restart, and versions keep growing", async () => {
    const before = await apply("kept", gateway("kept"), "lamia");
    await running.restart();
    const after = await custom.getNamespacedCustomObject({ ...place, name: "kept" });
    expect(after).toEqual(before);
    const changed = await apply("kept", gateway("kept", "new"), "lamia");
    expect(Number(changed.metadata.resourceVersion)).toBeGreaterThan(
      Number(before.metadata.resourceVersion) + 1,
    );
  });

  it("counts the lists and watches on the wire, and nothing else", async () => {
    const { kubernetesLists, kubernetesWatches } = running.counts;
    await core.listNode();
    await core.readNamespace({ name: "default" });
    running.api.objects.list({ group: "", plural: "nodes" });
    expect(running.counts.kubernetesLists).toBe(kubernetesLists + 1);
    expect(running.counts.kubernetesWatches).toBe(kubernetesWatches);
  });
});
