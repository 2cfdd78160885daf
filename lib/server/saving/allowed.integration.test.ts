import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportAnswer } from "@/lib/api/import";
import type { Review } from "@/lib/api/mesh-object";
import { kubectl, thrownProblem } from "@/lib/server/testing/call";
import { readDeployment, replaceDeployment } from "../operations/deployments";
import { importYaml, putObject, review } from "../operations/objects";
import { patchVirtualCluster } from "../operations/virtual-clusters";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel, waitUntil } from "../testing/test-panel";

let panel: TestPanel;
const params = { vc: "vamp-demo" };

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(async () => {
  await panel?.close();
});

function deployment(name: string, pod: object = {}) {
  const labels = { app: name };
  const containers = [{ name: "app", image: "app:1" }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "vamp-demo", labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...pod } },
    },
  };
}

const run = <Answer = unknown>(operation: unknown, body: object, more: object = {}) =>
  call<Answer>(panel.cluster, operation, { params, body, ...more });
const put = (object: object) => run(putObject, { object, force: true, ignoreFindings: true });
const ask = (pod: object) => thrownProblem(put(deployment("asks", pod)));

test("YAML that requests access to the node is rejected at the field, and says which setting would allow it", async () => {
  const problem = await ask({ hostNetwork: true, serviceAccountName: "admin" });
  expect(problem.status).toBe(422);
  expect(problem.errors).toEqual([
    {
      path: ["spec", "template", "spec", "hostNetwork"],
      message: expect.stringContaining("LAMIA_POD_SECURITY=privileged"),
    },
    {
      path: ["spec", "template", "spec", "serviceAccountName"],
      message: expect.stringContaining("LAMIA_POD_SERVICE_ACCOUNTS"),
    },
  ]);
  await expect(kubectl(panel.sandbox, ["get", "deployment", "asks", "-n", "vamp-demo"])).rejects.toThrow();
});

test("an import that requests access to the node is rejected, and the documents next to it aren't", async () => {
  const evil = deployment("evil", { volumes: [{ name: "v", hostPath: { path: "/" } }] });
  const text = JSON.stringify({ apiVersion: "v1", kind: "List", items: [evil, deployment("plain")] });
  const body = { text, apply: true, force: true, ignoreFindings: true };
  const { documents } = await run<ImportAnswer>(importYaml, body);
  expect(documents.map(({ result }) => result?.done)).toEqual([false, true]);
  expect(documents[0]?.refusals[0]?.path).toEqual(["spec", "template", "spec", "volumes", 0, "hostPath"]);
});

test("an import that adds a container by server-side apply is judged by its result", async () => {
  await kubectl(panel.sandbox, ["apply", "-f", "-"], JSON.stringify(deployment("added")));
  const containers = [{ name: "more", image: "more:1", securityContext: { privileged: true } }];
  const text = JSON.stringify(deployment("added", { containers }));
  const { documents } = await run<ImportAnswer>(importYaml, {
    text,
    apply: true,
    force: true,
    ignoreFindings: true,
  });
  expect(documents[0]?.result?.done).toBe(false);
});

test("a review reports it before it is saved", async () => {
  const draft = { kind: "Deployment", isNew: true, object: deployment("draft", { hostPID: true }) };
  const { refusals } = await run<Review>(review, draft);
  expect(refusals).toEqual([expect.objectContaining({ path: ["spec", "template", "spec", "hostPID"] })]);
});

test("a Deployment with such permissions can be scaled, but gets no other image", async () => {
  const pod = { containers: [{ name: "app", image: "app:1", securityContext: { privileged: true } }] };
  await kubectl(panel.sandbox, ["apply", "-f", "-"], JSON.stringify(deployment("standing", pod)));
  const at = { params: { ...params, name: "standing" } };
  const { form } = await call<{ form: object }>(panel.cluster, readDeployment, at);
  await run(replaceDeployment, { ...form, replicas: 3 }, at);
  const stands = await kubectl(panel.sandbox, [
    "get",
    "deployment",
    "standing",
    "-n",
    "vamp-demo",
    "-o",
    "json",
  ]);
  expect(JSON.parse(stands).spec.replicas).toBe(3);
  const refused = await thrownProblem(run(replaceDeployment, { ...form, image: "evil:1" }, at));
  expect(refused.status).toBe(422);
  const same = JSON.parse(stands);
  await put(same);
  same.spec.template.spec.containers[0].command = ["sh"];
  expect((await thrownProblem(put(same))).status).toBe(422);
});

test("adding a namespace of the system requires typing its name", async () => {
  const at = { params: { vc: "kube-system" } };
  const take = (body: object) => run(patchVirtualCluster, body, at);
  for (const body of [{ managed: true }, { managed: true, confirm: "kube-public" }]) {
    const problem = await thrownProblem(take(body));
    expect(problem).toMatchObject({ status: 422, errors: [{ path: ["confirm"] }] });
  }
  expect(await take({ managed: true, confirm: "kube-system" })).toMatchObject({
    managed: true,
    system: true,
  });
  // Its objects stay out of reach.
  const problem = await thrownProblem(
    run(putObject, { object: deployment("in"), force: true, ignoreFindings: true }, at),
  );
  expect(problem.status).toBe(403);
  await take({ managed: false });
  await waitUntil("it is released", () => {
    const labels = panel.cluster.cache.get("Namespace", null, "kube-system")?.metadata.labels ?? {};
    return labels["lamia.dev/managed"] !== "true";
  });
});
