import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { installPermissions, neededPermissions } from "@/lib/kubernetes/permissions";
import { istioInstaller } from "./installer";

const namespace = "lamia-system";

/** An API server that keeps one finished Job, and records the requests. */
function recorder(answer: (call: Call) => Reply) {
  const calls: Call[] = [];
  const send = async (call: Call) => {
    calls.push(call);
    return answer(call);
  };
  const body = async <T>(call: Call) => (await send(call)).body as T;
  return { calls, client: { send, find: body, request: body } as unknown as ClusterClient };
}

const endedJob = {
  metadata: { name: "lamia-istio-install", namespace },
  spec: { template: { spec: { containers: [{ image: "docker.io/istio/istioctl:1.30.0" }] } } },
  status: { conditions: [{ type: "Complete", status: "True" }] },
};

function answerOf({ verb, resource, subresource }: Call): Reply {
  const pods = { items: [{ metadata: { name: "pod" } }] };
  const body =
    resource.plural === "jobs" && verb === "get"
      ? endedJob
      : subresource === "log"
        ? "done"
        : resource.plural === "pods"
          ? pods
          : {};
  return { status: 200, body } as Reply;
}

test("the manifests grant everything that an installation does in the cluster", async () => {
  const { calls, client } = recorder(answerOf);
  await istioInstaller(client, namespace).install("1.30.0");
  const everywhere = neededPermissions.map((permission) => ({
    ...permission,
    scope: "cluster",
    names: undefined,
  }));
  const granted = [...everywhere, ...installPermissions];
  const refused = calls.filter(({ verb, resource, subresource, name, namespace: at }) => {
    const plural = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
    return !granted.some(
      ({ group, resource: of, verbs, names, scope }) =>
        group === resource.group &&
        of === plural &&
        (verbs as readonly string[]).includes(verb) &&
        (!names || (name !== undefined && names.includes(name))) &&
        (scope === "cluster" || at === namespace),
    );
  });
  expect(calls.length).toBeGreaterThan(5);
  expect(refused).toEqual([]);
});

test("without the permissions to install, nothing has been installed and the state says which setting grants them", async () => {
  const { calls, client } = recorder(() => {
    throw new Failure("refused", "The Kubernetes API does not let Lamia get jobs.batch.");
  });
  const installer = istioInstaller(client, namespace);
  const state = await installer.state();
  expect(state).toMatchObject({ state: "none", version: null });
  expect(state.remedy).toContain("istioInstall");
  await expect(installer.install("1.30.0")).rejects.toThrow("permissions to install");
  expect(calls.filter(({ verb }) => verb !== "get")).toEqual([]);
});
