import { once } from "node:events";
import { connect } from "node:net";
import { AppsV1Api, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startTestApi, type TestApi } from "./testing/start-test-api";

const namespace = "default";

describe("the life of an object", () => {
  let running: TestApi;
  let core: CoreV1Api;
  let apps: AppsV1Api;

  beforeAll(async () => {
    running = await startTestApi();
    const config = new KubeConfig();
    config.loadFromString(running.kubeconfigText);
    core = config.makeApiClient(CoreV1Api);
    apps = config.makeApiClient(AppsV1Api);
  });
  afterAll(() => running.close());

  const create = (metadata: object) => core.createNamespacedConfigMap({ namespace, body: { metadata } });
  const exists = (name: string) =>
    core.readNamespacedConfigMap({ namespace, name }).then(
      () => true,
      (error: { code: number }) => error.code !== 404,
    );
  const gone = (name: string) =>
    eventually(`${name} to go`, async () => ((await exists(name)) ? undefined : true));

  it("gets a unique name from generateName", async () => {
    const names = await Promise.all(
      [1, 2].map(async () => (await create({ generateName: "own-" })).metadata?.name),
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^own-[a-z0-9]{5}$/);
  });

  it("stays until its last finalizer is removed, and is marked until then", async () => {
    await create({ name: "held", finalizers: ["lamia.dev/test"] });
    await core.deleteNamespacedConfigMap({ namespace, name: "held" });
    const held = await core.readNamespacedConfigMap({ namespace, name: "held" });
    expect(held.metadata?.deletionTimestamp).toBeInstanceOf(Date);
    await core.replaceNamespacedConfigMap({
      namespace,
      name: "held",
      body: { ...held, metadata: { ...held.metadata, finalizers: [] } },
    });
    expect(await exists("held")).toBe(false);
  });

  it("is deleted with its owner, unless it is orphaned", async () => {
    const owned = async (owner: string, name: string) => {
      const { metadata } = await create({ name: owner });
      const reference = { apiVersion: "v1", kind: "ConfigMap", name: owner, uid: metadata?.uid ?? "" };
      await create({ name, ownerReferences: [reference] });
    };
    await owned("owner-a", "child-a");
    await owned("owner-b", "child-b");
    await core.deleteNamespacedConfigMap({ namespace, name: "owner-a" });
    await core.deleteNamespacedConfigMap({ namespace, name: "owner-b", propagationPolicy: "Orphan" });
    await gone("child-a");
    const orphan = await core.readNamespacedConfigMap({ namespace, name: "child-b" });
    expect(orphan.metadata?.ownerReferences).toBeUndefined();
  });

  it("is deleted after its dependents in foreground deletion", async () => {
    const { metadata } = await create({ name: "last" });
    const reference = { apiVersion: "v1", kind: "ConfigMap", name: "last", uid: metadata?.uid ?? "" };
    await create({ name: "first", ownerReferences: [reference] });
    const deleted: string[] = [];
    const stop = running.api.objects.onChange(({ type, object }) => {
      if (type === "DELETED") deleted.push(object.metadata.name);
    });
    await core.deleteNamespacedConfigMap({ namespace, name: "last", propagationPolicy: "Foreground" });
    await gone("last");
    stop();
    expect(deleted).toEqual(["first", "last"]);
  });

  it("stays when a precondition fails", async () => {
    await create({ name: "guarded" });
    const body = { preconditions: { uid: "another" } };
    await expect(core.deleteNamespacedConfigMap({ namespace, name: "guarded", body })).rejects.toMatchObject({
      code: 409,
    });
    expect(await exists("guarded")).toBe(true);
  });

  it("is checked but not stored in a dry run", async () => {
    const body = { metadata: { name: "dry" } };
    const created = await core.createNamespacedConfigMap({ namespace, dryRun: "All", body });
    expect(created.metadata?.uid).toBeTruthy();
    expect(await exists("dry")).toBe(false);
    const bad = { metadata: { name: "NOT VALID" } };
    await expect(
      core.createNamespacedConfigMap({ namespace, dryRun: "All", body: bad }),
    ).rejects.toMatchObject({ code: 422 });
  });

  it("keeps spec and status apart, and counts generations of the spec", async () => {
    const place = { namespace: "vamp-demo", name: "shop-v1" };
    const before = await eventually("the Deployment's replicas", async () => {
      const found = await apps.readNamespacedDeployment(place);
      return found.status?.readyReplicas === 1 ? found : undefined;
    });
    const status = { ...before.status, readyReplicas: 7 };
    const replaced = await apps.replaceNamespacedDeployment({
      ...place,
      body: { ...before, spec: { ...before.spec, replicas: 2 } as never, status },
    });
    expect(replaced.status?.readyReplicas).toBe(1);
    expect(replaced.metadata?.generation).toBe((before.metadata?.generation ?? 0) + 1);
  });

  it("is deleted with the others of its label as a collection", async () => {
    for (const name of ["c1", "c2"]) await create({ name, labels: { of: "collection" } });
    await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: "of=collection" });
    expect([await exists("c1"), await exists("c2"), await exists("guarded")]).toEqual([false, false, true]);
  });

  it("can't be created in a missing or terminating namespace", async () => {
    const at = (name: string) =>
      core.createNamespacedConfigMap({ namespace: name, body: { metadata: { name: "x" } } });
    await expect(at("missing")).rejects.toMatchObject({ code: 404 });
    await core.createNamespace({ body: { metadata: { name: "ending" } } });
    await core.createNamespacedConfigMap({
      namespace: "ending",
      body: { metadata: { name: "held", finalizers: ["lamia.dev/test"] } },
    });
    await core.deleteNamespace({ name: "ending" });
    await expect(at("ending")).rejects.toMatchObject({ code: 403 });
  });

  it("keeps the name label on every namespace", async () => {
    const created = await core.createNamespace({ body: { metadata: { name: "labelled" } } });
    expect(created.metadata?.labels).toEqual({ "kubernetes.io/metadata.name": "labelled" });
    expect(created.status?.phase).toBe("Active");
  });

  it("the server stops with a client in the middle of a handshake, and with one that reconnects at once", async () => {
    const other = await startTestApi();
    const silent = connect(other.api.port, "127.0.0.1");
    silent.on("error", () => {});
    await once(silent, "connect");
    let isOver = false;
    const reconnect = (): void => {
      const socket = connect(other.api.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.on("close", () => !isOver && setImmediate(reconnect));
    };
    reconnect();
    await other.close();
    isOver = true;
    expect(silent.destroyed || (await once(silent, "close"))).toBeTruthy();
  });
});
