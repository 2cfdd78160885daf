import { expect, test } from "vitest";
import { fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import type { World } from "@/lib/gateway/world";
import { newTrial, trialProblem, trialTaskKind, tryOnStaging } from "./staging-trial";

const { dns } = fakeWorld().world;

test.each<[string, Pick<World, "challengeType" | "dns">, string | null]>([
  ["a provider", { challengeType: "dns-01", dns }, null],
  ["DNS by hand", { challengeType: "dns-01", dns: { ...dns, byHand: true } }, "by hand"],
  ["challenges by HTTP", { challengeType: "http-01", dns }, "http-01"],
  ["both", { challengeType: "http-01", dns: { ...dns, byHand: true } }, "http-01"],
])("whether orders can be tried with %s", (_what, world, expected) => {
  const problem = trialProblem(world);
  if (expected === null) expect(problem).toBeNull();
  else expect(problem).toContain(expected);
});

test("a trial uses the host's own DNS provider, and does nothing if challenges are answered by HTTP", async () => {
  const fake = fakeWorld();
  fake.world = { ...fake.world, challengeType: "http-01" };
  const asked: unknown[] = [];
  const saved: { payload: unknown }[] = [];
  const about = { virtualCluster: shop.gateway.namespace, gateway: "shop", host: shop.host, ca: "Staging" };
  const run = tryOnStaging({
    store: { tasks: { add: async (task: { payload: unknown }) => void saved.push(task) } },
    index: { targetsOf: () => [shop] },
    live: { get: () => null },
    worlds: {
      stagingFor: async () => fake.world.ca,
      async worldFor(...words: unknown[]) {
        asked.push(words);
        return fake.world;
      },
    },
  } as unknown as Parameters<typeof tryOnStaging>[0]);
  const payload = newTrial(about, new Date());
  const task = { kind: trialTaskKind, subject: shop.host, payload } as unknown as Parameters<typeof run>[0];
  expect(await run(task, new AbortController().signal)).toEqual({ state: "done" });
  expect(asked).toEqual([["vamp-demo", { host: shop.host }]]);
  expect(saved.at(-1)?.payload).toMatchObject({
    isBegun: false,
    result: { issuer: null, message: expect.stringContaining("http-01") },
  });
  expect(fake.did).toEqual([]);
});
