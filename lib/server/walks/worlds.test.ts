import { expect, test } from "vitest";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { worldsOf } from "./worlds";

function namespace(annotations: Record<string, string>, deletionTimestamp?: string) {
  const all = Object.entries(annotations).map(([key, value]) => [`lamia.dev/${key}`, value]);
  return { metadata: { annotations: Object.fromEntries(all), deletionTimestamp } };
}

test("a Namespace that is being deleted keeps its provider, even if its challenge type doesn't need one", async () => {
  const { world } = fakeWorld();
  let demo = namespace({ manual_zones: "example.net", acme_challenge: "http-01" });
  const worlds = worldsOf({
    cache: {
      get: (kind: string, _: unknown, name: string) =>
        kind === "Namespace" && name === "demo" ? demo : null,
    },
    dnsProviders: {
      providerFor: ({ manual_zones }: Record<string, string>) => ({ ...world.dns, title: manual_zones }),
    },
    authorities: { authorityFor: () => world.ca },
    environmentCa: { directory: "https://ca.test/directory" },
    namespace: "lamia-system",
    owner: async () => "installation-1",
    common: world,
  } as unknown as Parameters<typeof worldsOf>[0]);
  const titleNow = async () => (await worlds.worldFor("demo")).dns.title;
  expect(await titleNow()).toBe("example.net");
  demo = namespace({ acme_challenge: "http-01" }, "2026-01-01T00:00:00Z");
  expect(await titleNow()).toBe("example.net");
  expect(await titleNow()).toBe("example.net");
  expect((await worlds.everyDnsOf("demo")).map(({ title }) => title)).toEqual(["example.net"]);
});
