import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import pLimit from "p-limit";
import { waitFor } from "@/scripts/wait-for";
import type { Stage } from "./stage";

export const manyNamespace = "many";

export const serviceName = (number: number) => `service-${String(number).padStart(3, "0")}`;

/** So many Services in a virtual cluster of their own, made as kubectl would; their ports count down. */
export async function createManyServices(stage: Stage, count: number): Promise<void> {
  const core = coreApi(stage);
  await core.createNamespace({
    body: { metadata: { name: manyNamespace, labels: { "lamia.dev/managed": "true" } } },
  });
  const limit = pLimit(8);
  const create = (number: number) =>
    core.createNamespacedService({
      namespace: manyNamespace,
      body: {
        metadata: { name: serviceName(number) },
        spec: {
          selector: { app: serviceName(number) },
          ports: [{ name: "http", port: 8000 + count - number, protocol: "TCP" }],
        },
      },
    });
  await Promise.all(Array.from({ length: count }, (_, number) => limit(() => create(number))));
  await waitFor("the panel to have them all", 120, async () => {
    const path = `/virtual-clusters/${manyNamespace}/services?limit=1`;
    return (await stage.api<{ total: number }>("GET", path)).total === count || null;
  });
}

/** Other files share the sandbox, and count what is in it. */
export async function removeManyServices(stage: Stage): Promise<void> {
  const core = coreApi(stage);
  await core.deleteCollectionNamespacedService({ namespace: manyNamespace });
  await core.deleteNamespace({ name: manyNamespace });
}

function coreApi({ sandbox }: Stage): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  return config.makeApiClient(CoreV1Api);
}
