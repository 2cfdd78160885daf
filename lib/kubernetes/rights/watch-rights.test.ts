import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { manifestKinds } from "@/lib/kubernetes/objects/manifests";
import { watchRights } from "./watch-rights";

const user = "system:serviceaccount:lamia-system:lamia";
const reply = (status: number, body: unknown = {}): Reply => ({ status, body, retryAfterSeconds: undefined });

/** An API server that refuses these, each as `verb resource` or `verb resource namespace`. */
function refusing(refused: Set<string>) {
  const isRefused = (verb: string, resource: string, namespace: string | undefined) =>
    refused.has(`${verb} ${resource}`) || refused.has(`${verb} ${resource} ${namespace}`);
  const send = async ({ verb, resource, namespace, body }: Call): Promise<Reply> => {
    if (!isRefused(verb, resource.plural, namespace)) return reply(200);
    const message = `x is forbidden: User "${user}" cannot ${verb} resource "${resource.plural}" in API group "${resource.group}"`;
    return reply(403, { kind: "Status", reason: "Forbidden", message, body });
  };
  const request = async ({ body }: Call) => {
    const { verb, resource, namespace, name } = (body as Review).spec.resourceAttributes;
    const isNamed = namespace !== "shop" || name === "lamia-metadata";
    return { status: { allowed: isNamed && !isRefused(verb, resource, namespace) } };
  };
  return {
    host: "api",
    send,
    request,
    watch: send,
    find: send,
    close: async () => {},
  } as unknown as ClusterClient;
}

interface Review {
  spec: { resourceAttributes: { verb: string; resource: string; namespace?: string; name?: string } };
}

const envoyFilters = { resource: manifestKinds.EnvoyFilter };
const named = (verb: Call["verb"], namespace: string, name: string): Call => ({
  ...{ verb, namespace, name },
  resource: kinds.Secret,
});

test("a refusal is shown with what it is for and the command that grants it, until it is granted", async () => {
  const refused = new Set(["list envoyfilters", "patch envoyfilters"]);
  const rights = watchRights(refusing(refused), { mode: "cluster", namespace: "lamia-system" });
  let told = 0;
  rights.onChange(() => {
    told += 1;
  });
  await expect(rights.client.request({ verb: "list", ...envoyFilters })).rejects.toBeInstanceOf(Failure);
  for (const namespace of ["a", "b"])
    await rights.client.send({ verb: "patch", ...envoyFilters, namespace, name: "x" });
  expect(rights.missing()).toEqual([
    {
      group: "networking.istio.io",
      resource: "envoyfilters",
      namespace: null,
      verbs: ["list", "patch"],
      purpose: expect.stringContaining("wildcard"),
      command:
        'kubectl patch clusterrole lamia --type=json -p=\'[{"op":"add","path":"/rules/-","value":{"apiGroups":["networking.istio.io"],"resources":["envoyfilters"],"verbs":["list","patch"]}}]\'',
    },
  ]);
  expect(told).toBe(2);
  refused.clear();
  await rights.check();
  expect(rights.missing()).toEqual([]);
  rights.close();
});

test("what an older ClusterRole lacks is found without a call that fails", async () => {
  const rights = watchRights(refusing(new Set(["create envoyfilters", "watch gateways"])), {
    mode: "cluster",
    namespace: "lamia-system",
  });
  await rights.check();
  expect(rights.missing().map(({ resource, verbs }) => [resource, verbs])).toEqual([
    ["gateways", ["watch"]],
    ["envoyfilters", ["create"]],
  ]);
  rights.close();
});

test("a namespace whose Secrets aren't granted names the role that grants them", async () => {
  const refused = new Set(["list secrets shop", "create secrets istio-system", "get secrets lamia-system"]);
  const client = refusing(refused);
  const rights = watchRights(client, { mode: "by-name", namespace: "lamia-system" });
  const query = { fieldSelector: "metadata.name=lamia-metadata" };
  const list = { verb: "list", resource: kinds.Secret, namespace: "shop", query } as const;
  const grant =
    "kubectl -n shop create rolebinding lamia-virtual-cluster --clusterrole=lamia-virtual-cluster --serviceaccount=lamia-system:lamia";
  await expect(rights.client.request(list)).rejects.toMatchObject({
    kind: "refused",
    remedy: expect.stringContaining(grant),
  });
  await rights.client.send({ verb: "create", resource: kinds.Secret, namespace: "istio-system", body: {} });
  await rights.client.send(named("get", "lamia-system", "lamia-host-x"));
  expect(rights.missing().map(({ namespace, command }) => [namespace, command])).toEqual([
    ["shop", grant],
    [
      "istio-system",
      "kubectl -n istio-system create rolebinding lamia-ingress --clusterrole=lamia-ingress --serviceaccount=lamia-system:lamia",
    ],
    ["lamia-system", "kubectl apply -f deploy/manifests/secrets-by-name.yaml"],
  ]);
  // In a virtual cluster, the role grants a list only of this name.
  refused.clear();
  await rights.check();
  expect(rights.missing()).toEqual([]);
  rights.close();
});

test("what users are refused, and what is optional, isn't a missing right of Lamia", async () => {
  const client = refusing(new Set(["get secrets", "get jobs"]));
  const rights = watchRights(client, { mode: "cluster", namespace: "lamia-system" });
  await rights.client.send({ ...named("get", "shop", "x"), as: { user: "mia", groups: [] } });
  await rights.client.send({ ...named("get", "cert-manager", "x"), isOptional: true });
  await rights.client.send({
    verb: "get",
    resource: manifestKinds.Job,
    namespace: "lamia-system",
    name: "x",
  });
  expect(rights.missing()).toEqual([]);
  rights.close();
});

test("another user than a ServiceAccount gets no command that couldn't be right", async () => {
  const client = {
    ...refusing(new Set()),
    send: async ({ verb }: Call) =>
      reply(403, { kind: "Status", message: `User "mia" cannot ${verb} resource "nodes" in API group ""` }),
  };
  const rights = watchRights(client, { mode: "cluster", namespace: "lamia-system" });
  const nodes = { group: "", version: "v1", plural: "nodes", namespaced: false };
  await rights.client.send({ verb: "list", resource: nodes });
  expect(rights.missing()).toMatchObject([{ resource: "nodes", verbs: ["list"], command: null }]);
  rights.close();
});
