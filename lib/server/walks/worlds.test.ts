import { expect, test } from "vitest";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { revealed, type Settings } from "@/lib/model/settings";
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
      unread: async () => null,
    },
    dnsProviders: {
      providerFor: ({ manual_zones }: Record<string, string>) => ({ ...world.dns, title: manual_zones }),
    },
    registrars: { finderFor: () => null },
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

test("a Namespace whose Secret goes first keeps its provider, although its other settings are still there", async () => {
  const { world } = fakeWorld();
  const secret = { metadata: { resourceVersion: "1" }, keys: ["cloudflare_api_token"], data: {} };
  let isGoing = false;
  const zoneKey = Object.keys(namespace({ cloudflare_proxied: "true" }).metadata.annotations)[0] ?? "";
  const worlds = worldsOf({
    cache: {
      get: (kind: string, _: unknown, name: string) => {
        if (kind === "Secret") return isGoing || name === undefined ? null : secret;
        const at = isGoing ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {};
        return { metadata: { annotations: { [zoneKey]: "true" }, ...at } };
      },
      unread: async () => null,
    },
    client: { find: async () => ({ data: { cloudflare_api_token: btoa("token") } }) },
    dnsProviders: {
      providerFor: (settings: Settings) => ({
        ...world.dns,
        title: revealed(settings, "cloudflare_api_token") ?? "unconfigured",
      }),
    },
    registrars: { finderFor: () => null },
    authorities: { authorityFor: () => world.ca },
    environmentCa: { directory: "https://ca.test/directory" },
    namespace: "lamia-system",
    owner: async () => "installation-1",
    common: world,
  } as unknown as Parameters<typeof worldsOf>[0]);
  const titlesNow = async () => (await worlds.everyDnsOf("demo")).map(({ title }) => title);
  expect(await titlesNow()).toEqual(["token"]);
  isGoing = true;
  expect(await titlesNow()).toEqual(["token"]);
  expect((await worlds.worldFor("demo")).dns.title).toBe("token");
});

test("after a restart, the settings of a Namespace that is gone are those that were stored when its deletion began", async () => {
  const { world } = fakeWorld();
  const secrets = new Map<string, Record<string, string>>();
  let found: ReturnType<typeof namespace> | null = namespace({ manual_zones: "example.net" });
  const client = {
    find: async ({ name }: { name: string }) => {
      const data = secrets.get(name);
      return data ? { data } : null;
    },
    async send({ verb, name, body }: { verb: string; name?: string; body?: { metadata: { name: string } } }) {
      if (verb === "delete") secrets.delete(name ?? "");
      else secrets.set(body?.metadata.name ?? "", (body as unknown as { data: Record<string, string> }).data);
      return { status: 200, body: {} };
    },
  };
  const started = () =>
    worldsOf({
      client,
      cache: {
        get: (kind: string) => (kind === "Namespace" ? found : null),
        unread: async () => null,
      },
      dnsProviders: {
        providerFor: ({ manual_zones }: Record<string, string>) => ({ ...world.dns, title: manual_zones }),
      },
      registrars: { finderFor: () => null },
      authorities: { authorityFor: () => world.ca },
      environmentCa: { directory: "https://ca.test/directory" },
      namespace: "lamia-system",
      owner: async () => "installation-1",
      common: world,
    } as unknown as Parameters<typeof worldsOf>[0]);
  const before = started();
  await before.worldFor("demo");
  expect([...secrets.keys()]).toEqual([]);
  found = namespace({ manual_zones: "example.net" }, "2026-01-01T00:00:00Z");
  await before.everyDnsOf("demo");
  expect([...secrets.keys()]).toEqual(["lamia-last-settings-demo"]);
  found = null;
  const after = started();
  expect((await after.everyDnsOf("demo")).map(({ title }) => title)).toEqual(["example.net"]);
  expect((await after.worldFor("demo")).dns.title).toBe("example.net");
  await after.forgetSettings("demo");
  expect([...secrets.keys()]).toEqual([]);
});
