import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPanel, type TestPanel, waitUntil } from "../testing/test-panel";

const definitions = { group: "apiextensions.k8s.io", plural: "customresourcedefinitions" };
const jobs = { group: "batch", plural: "jobs" };
const missing = "gateways.networking.istio.io";

let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel(async ({ kubernetes }) => {
    for (const { metadata } of kubernetes.objects.list(definitions)) {
      kubernetes.objects.remove(definitions, undefined, metadata.name);
    }
    return { LAMIA_ISTIO_INSTALL: "automatic" };
  });
});
afterAll(() => panel?.close());

const isThere = () => panel.sandbox.kubernetes.objects.get(definitions, undefined, missing) !== undefined;
const installations = () => panel.sandbox.kubernetes.objects.list(jobs).length;

test("missing parts of Istio are installed without asking if the setting says so, and the watch picks them up", async () => {
  await waitUntil("the definitions come", isThere);
  await waitUntil("the installation is over", async () => {
    const { state } = await panel.cluster.istioInstaller.state();
    return state === "succeeded";
  });
  expect(installations()).toBe(1);
  await waitUntil("Gateways are watched", () => panel.cluster.cache.stateOf("Gateway").state === "connected");
});
