import { expect, test } from "vitest";
import { misdirectedAnswers } from "./misdirected-answers";

const selector = { istio: "ingressgateway" };

/** A host shares a wildcard at an ingress of these namespaces; null if that can't be found out. */
async function remaining(namespaces: readonly string[] | null, isShared = true): Promise<string[]> {
  const held = new Map<string, { metadata: object }>();
  const client = {
    async send(call: {
      verb: string;
      namespace?: string;
      name?: string;
      body?: { metadata: { name: string } };
    }) {
      return { status: 200, body: await this.find(call), retryAfterSeconds: undefined };
    },
    request(call: never) {
      return this.find(call);
    },
    async find({
      verb,
      namespace = "",
      name,
      body,
    }: {
      verb: string;
      namespace?: string;
      name?: string;
      body?: { metadata: { name: string } };
    }) {
      if (verb === "list") return { items: [...held.values()] };
      const at = `${namespace}/${name ?? body?.metadata.name}`;
      if (verb === "delete") held.delete(at);
      else if (body) held.set(at, body);
      return held.get(at) ?? null;
    },
  };
  const target = { host: "shop.x.net", selector, certificateScope: "zone" };
  let at: readonly string[] | null = ["old", "istio-system"];
  const answers = misdirectedAnswers({
    client,
    cache: { stateOf: () => ({ state: "connected" }) },
    index: { all: () => (isShared ? [target] : []) },
    async ingresses() {
      if (at === null) throw new Error("Nobody says.");
      return at.map((namespace) => ({ namespace }));
    },
  } as unknown as Parameters<typeof misdirectedAnswers>[0]);
  await answers.answerMisdirected(target as never);
  at = namespaces;
  await answers.tidy();
  return [...held.keys()].map((key) => key.split("/")[0] ?? "");
}

test("an EnvoyFilter goes when its ingress has moved to another namespace, and stays while nobody knows where it is", async () => {
  expect(await remaining(["istio-system"])).toEqual(["istio-system"]);
  expect(await remaining([])).toEqual(["old", "istio-system"]);
  expect(await remaining(null)).toEqual(["old", "istio-system"]);
  expect(await remaining(["istio-system"], false)).toEqual([]);
});
