import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DeploymentDetails } from "@/lib/api/application";
import type { Review } from "@/lib/api/mesh-object";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import type { DeploymentObject } from "@/lib/model/object";
import { kubectl, thrownProblem } from "@/lib/server/testing/call";
import { createDeployment, readDeployment, replaceDeployment } from "../operations/deployments";
import { destinationRules, services } from "../operations/mesh-objects";
import { putObject, review } from "../operations/objects";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel } from "../testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

type Shown = DeploymentDetails<DeploymentForm> & { object: DeploymentObject };

const params = { vc };
const form = (name: string, changes: object = {}) => ({
  name,
  app: name,
  version: "v1",
  image: "acme/orders:1",
  ports: [{ port: 80, name: "http" }],
  ...changes,
});
/** Created, and read once its pods have started: until then its status changes. */
async function create(name: string): Promise<Shown> {
  await call<Shown>(panel.cluster, createDeployment, { params, body: form(name) });
  return vi.waitFor(async () => {
    const made = await read(name);
    expect(made.state).toBe("ready");
    return made;
  }, 120_000);
}
const read = (name: string) => call<Shown>(panel.cluster, readDeployment, { params: { vc, name } });
const reviewed = (draft: object) =>
  call<Review>(panel.cluster, review, { params, body: { kind: "Deployment", ...draft } });
const put = (body: object) => call<Shown>(panel.cluster, putObject, { params, body });
const patched = (name: string, patch: object) =>
  kubectl(panel.sandbox, ["patch", "deployment", name, "-n", vc, "-p", JSON.stringify(patch)]);
const sidecar = { name: "sidecar", image: "acme/sidecar:1" };

describe("the review of a version", () => {
  test("shows at the field what a change of its labels would do to the mesh, and the resulting object", async () => {
    await create("labelled");
    await call(panel.cluster, services.create, {
      params,
      body: { name: "labelled", selector: { app: "labelled", version: "v1" }, ports: [{ port: 80 }] },
    });
    await call(panel.cluster, destinationRules.create, {
      params,
      body: { name: "labelled", service: "labelled", subsets: [{ name: "one", labels: { version: "v1" } }] },
    });
    expect((await reviewed({ form: form("labelled") })).findings).toEqual([]);
    const { problems, refusals, findings, current, next } = await reviewed({
      form: form("labelled", { version: "v2" }),
    });
    expect([problems, refusals]).toEqual([[], []]);
    expect(findings.map(({ code, object, formPath }) => [code, object.kind, formPath])).toEqual([
      ["LAM0112", "Deployment", ["version"]],
      ["IST0173", "DestinationRule", []],
    ]);
    expect(current).toContain("version: v1");
    expect(next).toContain("version: v2");
  });

  test("accepts image and replicas of a foreign version, and rejects the rest at its fields", async () => {
    const { form: existing } = await read("shop-v1");
    const changed = await reviewed({ form: { ...existing, image: "vamp/shop:9", replicas: 3 } });
    expect(changed.problems).toEqual([]);
    expect(changed.next).toContain("image: vamp/shop:9");
    expect(changed.next).toContain("deployment: shop-v1");
    const refused = await reviewed({ form: { ...existing, version: "v9", env: [{ name: "A", value: "" }] } });
    expect(refused.problems.map(({ path }) => path)).toEqual([["version"], ["env"]]);
  });

  test("says that the application of an own version is fixed, and that a new one's name is taken", async () => {
    await create("fixed");
    const { problems } = await reviewed({ form: form("fixed", { app: "other" }) });
    expect(problems).toMatchObject([{ path: ["app"], message: expect.stringContaining("selector") }]);
    const taken = await reviewed({ isNew: true, form: form("fixed") });
    expect(taken.problems).toEqual([{ path: ["name"], message: "This name is already in use." }]);
    const free = await reviewed({ isNew: true, form: form("free") });
    expect(free).toMatchObject({ problems: [], refusals: [], current: null });
    expect(free.next).toContain("name: free");
  });

  test("reports the cluster's own schema and rules for a whole object, at their places", async () => {
    const { object } = await create("whole-review");
    const wrong = structuredClone(object) as DeploymentObject & { spec: { replcias?: number } };
    wrong.spec.replcias = 2;
    const misspelt = await reviewed({ object: wrong });
    expect(misspelt.refusals).toMatchObject([
      { path: ["spec", "replcias"], message: expect.stringContaining("doesn’t know") },
    ]);
    const moved = structuredClone(object);
    moved.spec.selector = { matchLabels: { app: "whole-review" } };
    expect((await reviewed({ object: moved })).refusals).toMatchObject([{ path: ["spec", "selector"] }]);
    const broken = { ...object, spec: { ...object.spec, replicas: "two" } };
    expect((await reviewed({ object: broken })).problems).toMatchObject([{ path: ["spec", "replicas"] }]);
  });

  test("names the other owners of what a whole object changes", async () => {
    await create("whole-owned");
    await patched("whole-owned", { spec: { template: { spec: { containers: [sidecar] } } } });
    const { object } = await read("whole-owned");
    const text = JSON.stringify(object);
    const { refusals } = await reviewed({ object: JSON.parse(text.replace("sidecar:1", "sidecar:2")) });
    expect(refusals.map(({ path, manager }) => [path.at(-1), manager])).toEqual([["image", "kubectl-patch"]]);
    expect((await reviewed({ object: JSON.parse(text.replace("orders:1", "orders:2")) })).refusals).toEqual(
      [],
    );
  });
});

describe("a version saved as a whole object", () => {
  test("becomes exactly that, is created if missing, and a late edit shows the current object", async () => {
    const { object, resourceVersion } = await create("whole");
    const written = { ...object, spec: { ...object.spec, replicas: 2, minReadySeconds: 5 } };
    const saved = await put({ object: written, resourceVersion });
    expect(saved).toMatchObject({ form: { replicas: 2 }, object: { spec: { minReadySeconds: 5 } } });
    const late = await thrownProblem(put({ object: written, resourceVersion }));
    expect(late).toMatchObject({
      status: 409,
      current: { name: "whole", app: "whole", form: { replicas: 2 } },
    });
    const another = JSON.parse(JSON.stringify(object).replaceAll('"whole"', '"another"'));
    expect(await put({ object: another })).toMatchObject({ name: "another" });
    expect(await read("another")).toMatchObject({ app: "another", own: true });
  });

  test("is rejected at the invalid place, by the panel and by the cluster", async () => {
    const { object } = await create("refused");
    const text = { ...object, spec: { ...object.spec, replicas: "two" } };
    expect(await thrownProblem(put({ object: text }))).toMatchObject({
      status: 422,
      errors: [{ path: ["spec", "replicas"] }],
    });
    const moved = { ...object, spec: { ...object.spec, selector: { matchLabels: { app: "refused" } } } };
    expect(await thrownProblem(put({ object: moved }))).toMatchObject({
      status: 422,
      errors: [{ path: ["spec", "selector"] }],
    });
  });

  test("leaves foreign fields alone, and takes them over only with force", async () => {
    await create("beside");
    await patched("beside", { spec: { template: { spec: { containers: [sidecar] } } } });
    const text = JSON.stringify((await read("beside")).object);
    const own = await put({ object: JSON.parse(text.replace("orders:1", "orders:2")) });
    expect(own.form).toMatchObject({ image: "acme/orders:2" });
    const theirs = { object: JSON.parse(text.replace("sidecar:1", "sidecar:2")) };
    const asked = await thrownProblem(put(theirs));
    expect(asked).toMatchObject({ status: 409, errors: [{ manager: "kubectl-patch" }] });
    await put({ ...theirs, force: true });
    expect(JSON.stringify((await read("beside")).object)).toContain("sidecar:2");
  });
});

test("a form is rejected at its fields, by the panel's rules and by the cluster's", async () => {
  const { form: existing } = await create("at-field");
  const save = (changes: object) =>
    thrownProblem(
      call(panel.cluster, replaceDeployment, {
        params: { vc, name: "at-field" },
        body: { ...existing, ...changes },
      }),
    );
  expect(await save({ app: "other" })).toMatchObject({ status: 422, errors: [{ path: ["app"] }] });
  expect(await save({ env: [{ name: "1", value: "" }] })).toMatchObject({
    status: 422,
    errors: [{ path: ["env", 0, "name"] }],
  });
});
