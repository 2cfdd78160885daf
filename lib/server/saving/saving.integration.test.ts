import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "@/lib/api/mesh-object";
import { kubectl, thrownProblem } from "@/lib/server/testing/call";
import { createGateway, readGateway, replaceGateway } from "../operations/gateways";
import { services } from "../operations/mesh-objects";
import { putObject, review } from "../operations/objects";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel } from "../testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

interface Shown {
  form: { labels: Record<string, string>; ports: { port: number; name?: string }[] };
  object: { spec: Record<string, unknown>; metadata: { labels?: Record<string, string> } };
  resourceVersion: string;
}

const form = (name: string) => ({
  name,
  labels: { mine: "1" } as Record<string, string>,
  selector: { app: "shop" },
  ports: [{ port: 80, name: "http" }],
});
const service = (name: string) => call<Shown>(panel.cluster, services.read, { params: { vc, name } });
const create = (name: string) =>
  call<Shown>(panel.cluster, services.create, { params: { vc }, body: form(name) });
const save = (body: { name: string }, query: Record<string, string> = {}) =>
  call<Shown>(panel.cluster, services.replace, { params: { vc, name: body.name }, query, body });

test("a review shows the result: fields that the form doesn't know stay, and removed ones are gone", async () => {
  await create("reviewed");
  const patch = { metadata: { labels: { team: "shop" } }, spec: { sessionAffinity: "ClientIP" } };
  await kubectl(panel.sandbox, ["patch", "service", "reviewed", "-n", vc, "-p", JSON.stringify(patch)]);
  const asked = { ...form("reviewed"), ports: [{ port: 7000, name: "http" }] };
  const body = { kind: "Service", form: asked };
  const { next, refusals } = await call<Review>(panel.cluster, review, { params: { vc }, body });
  expect(refusals).toEqual([]);
  expect(next).toContain("sessionAffinity: ClientIP");
  expect(next).toContain("port: 7000");
  expect(next).not.toContain("team: shop");
});

describe("an edit in the form", () => {
  test("of a version that has changed is a conflict that shows the current object", async () => {
    const { resourceVersion } = await create("moved");
    await kubectl(panel.sandbox, ["label", "service", "moved", "-n", vc, "team=shop"]);
    const problem = await thrownProblem(save(form("moved"), { resourceVersion }));
    expect(problem).toMatchObject({ status: 409, type: "urn:lamia:problem:conflict" });
    expect(problem.current).toMatchObject({ name: "moved", form: { labels: { mine: "1", team: "shop" } } });
    expect((problem.current as Shown).resourceVersion).not.toBe(resourceVersion);
  });

  test("that removes a foreign field is rejected by name, and removes it with force", async () => {
    await create("owned");
    await kubectl(panel.sandbox, ["label", "service", "owned", "-n", vc, "team=shop"]);
    const problem = await thrownProblem(save(form("owned")));
    expect(problem.errors).toMatchObject([{ path: ["labels", "team"], manager: "kubectl-label" }]);
    expect((await service("owned")).form.labels).toEqual({ mine: "1", team: "shop" });

    const saved = await save(form("owned"), { force: "true" });
    expect(saved.form.labels).toEqual({ mine: "1" });
    expect((await service("owned")).object.metadata.labels).toEqual({ mine: "1" });
  });

  test("that removes a port which kubectl has added needs force, and keeps what it doesn't know", async () => {
    await create("ports");
    const patch = JSON.stringify({
      spec: {
        sessionAffinity: "ClientIP",
        ports: [
          { port: 80, name: "http", targetPort: 80 },
          { port: 81, name: "extra" },
        ],
      },
    });
    await kubectl(panel.sandbox, ["patch", "service", "ports", "-n", vc, "--type=merge", "-p", patch]);
    const problem = await thrownProblem(save(form("ports")));
    expect(problem.errors?.map(({ path, manager }) => [path, manager])).toContainEqual([
      ["ports"],
      "kubectl-patch",
    ]);
    const saved = await save(form("ports"), { force: "true" });
    expect(saved.form.ports.map(({ port }) => port)).toEqual([80]);
    expect(saved.object.spec.sessionAffinity).toBe("ClientIP");
  });

  test("that changes a value which kubectl has set is rejected at its field", async () => {
    await create("value");
    const patch = JSON.stringify([{ op: "replace", path: "/spec/ports/0/name", value: "theirs" }]);
    await kubectl(panel.sandbox, ["patch", "service", "value", "-n", vc, "--type=json", "-p", patch]);
    const problem = await thrownProblem(save(form("value")));
    expect(problem.errors).toMatchObject([{ path: ["ports", 0, "name"], manager: "kubectl-patch" }]);
    expect((await save(form("value"), { force: "true" })).form.ports[0]?.name).toBe("http");
  });

  describe("of a port that kubectl has changed meanwhile", () => {
    const theirs = { spec: { ports: [{ port: 8080, name: "http", targetPort: 80 }] } };
    const asked = (name: string) => ({ ...form(name), ports: [{ port: 7000, name: "http" }] });
    const ports = async (name: string) => (await service(name)).form.ports.map(({ port }) => port);
    const changed = async (name: string) => {
      const made = await create(name);
      const patch = JSON.stringify(theirs);
      await kubectl(panel.sandbox, ["patch", "service", name, "-n", vc, "--type=merge", "-p", patch]);
      return made;
    };

    test("shows both sides, and writes nothing", async () => {
      const { resourceVersion } = await changed("port-both");
      const late = await thrownProblem(save(asked("port-both"), { resourceVersion }));
      expect(late).toMatchObject({ status: 409, current: { form: { ports: [{ port: 8080 }] } } });
      const owned = await thrownProblem(save(asked("port-both")));
      expect(owned).toMatchObject({ status: 409, current: { form: { ports: [{ port: 8080 }] } } });
      expect(owned.errors).toMatchObject([{ path: ["ports"], manager: "kubectl-patch" }]);
      expect(await ports("port-both")).toEqual([8080]);
    });

    test("is taken over with force, and fields that the form doesn't know stay", async () => {
      await changed("port-force");
      const affinity = JSON.stringify({ spec: { sessionAffinity: "ClientIP" } });
      await kubectl(panel.sandbox, ["patch", "service", "port-force", "-n", vc, "-p", affinity]);
      const saved = await save(asked("port-force"), { force: "true" });
      expect(saved.form.ports).toMatchObject([{ port: 7000, name: "http" }]);
      expect(saved.object.spec.sessionAffinity).toBe("ClientIP");
      expect(await ports("port-force")).toEqual([7000]);
    });

    test("is reported in the review, with the resulting object", async () => {
      await changed("port-review");
      const body = { kind: "Service", form: asked("port-review") };
      const { refusals, next } = await call<Review>(panel.cluster, review, { params: { vc }, body });
      expect(refusals).toMatchObject([{ path: ["ports", 0], manager: "kubectl-patch" }]);
      expect(next).toContain("port: 7000");
      expect(next).not.toContain("port: 8080");
    });
  });

  test("never conflicts with the panel's own patches", async () => {
    await create("self");
    const yaml = (await service("self")).object;
    const body = {
      object: { ...yaml, metadata: { ...yaml.metadata, name: "self", labels: { mine: "2", more: "1" } } },
    };
    await call(panel.cluster, putObject, { params: { vc }, body });
    expect((await service("self")).form.labels).toEqual({ mine: "2", more: "1" });
    expect((await save(form("self"))).form.labels).toEqual({ mine: "1" });
  });

  test("of a gateway works the same way", async () => {
    const servers = [{ hosts: ["*"], port: 80, protocol: "http" }];
    const body = { name: "gw-own", selector: { istio: "ingressgateway" }, servers };
    await call(panel.cluster, createGateway, { params: { vc }, body });
    await kubectl(panel.sandbox, ["label", "gateway", "gw-own", "-n", vc, "team=shop"]);
    const params = { vc, name: "gw-own" };
    const problem = await thrownProblem(call(panel.cluster, replaceGateway, { params, body }));
    expect(problem.errors).toMatchObject([{ path: ["labels", "team"], manager: "kubectl-label" }]);
    await call(panel.cluster, replaceGateway, { params, body, query: { force: "true" } });
    expect(await call(panel.cluster, readGateway, { params })).toMatchObject({ labels: {} });
  });
});

describe("an edit in YAML", () => {
  test("makes the object exactly that, and rejects invalid values at their place", async () => {
    const made = await create("yaml");
    const { metadata, spec } = made.object;
    const object = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name: "yaml", labels: {} },
      spec: { ...spec, ports: [{ port: 90 }] },
    };
    const edit = { object, resourceVersion: made.resourceVersion };
    const saved = await call<Shown>(panel.cluster, putObject, { params: { vc }, body: edit });
    expect(saved.form).toMatchObject({ labels: {}, ports: [{ port: 90 }] });
    const late = await thrownProblem(call(panel.cluster, putObject, { params: { vc }, body: edit }));
    expect(late).toMatchObject({ status: 409, current: { name: "yaml" } });
    const wrong = { object: { ...object, spec: { ports: [{ port: "x" }] } } };
    const problem = await thrownProblem(call(panel.cluster, putObject, { params: { vc }, body: wrong }));
    expect(problem).toMatchObject({ status: 422, errors: [{ path: ["spec", "ports", 0, "port"] }] });
  });

  test("of a foreign field asks before it takes it over", async () => {
    await kubectl(
      panel.sandbox,
      ["apply", "--server-side", "-f", "-"],
      JSON.stringify({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "theirs", namespace: vc, labels: { team: "a" } },
        spec: { ports: [{ port: 80 }] },
      }),
    );
    const { object } = await service("theirs");
    const edited = { ...object, metadata: { ...object.metadata, labels: { team: "b" } } };
    const problem = await thrownProblem(
      call(panel.cluster, putObject, { params: { vc }, body: { object: edited } }),
    );
    expect(problem.errors).toMatchObject([{ path: ["metadata", "labels", "team"], manager: "kubectl" }]);
    await call(panel.cluster, putObject, { params: { vc }, body: { object: edited, force: true } });
    expect((await service("theirs")).form.labels).toEqual({ team: "b" });
  });
});
