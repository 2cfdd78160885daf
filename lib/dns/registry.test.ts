import { lookup } from "node:dns";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import type { Failure } from "@/lib/gateway/failure";
import { SecretText } from "@/lib/model/secret-text";
import type { ProviderSource } from "./provider-definition";
import { createProviderRegistry, providers } from "./registry";

const endpoints = {
  googleDnsEndpoint: "https://dns.example",
  googleTokenEndpoint: "https://oauth.example/token",
};
const registry = createProviderRegistry(endpoints);

test("without settings, every call says which metadata to add", async () => {
  const provider = registry.providerFor({});
  for (const call of [() => provider.zones(), () => provider.createZone("demo.net")]) {
    await expect(call()).rejects.toMatchObject({
      kind: "unconfigured",
      remedy: expect.stringContaining("google_project_id, google_service_account"),
    });
  }
});

test("with only some of the settings, the missing key is named", async () => {
  await expect(registry.providerFor({ google_project_id: "democluster" }).zones()).rejects.toMatchObject({
    kind: "unconfigured",
    message: "Google Cloud DNS isn’t set up: google_service_account is missing.",
  });
});

test("an invalid value is reported with its key and what is wrong", async () => {
  const metadata = { google_project_id: "Demo Cluster", google_service_account: "{}" };
  await expect(registry.providerFor(metadata).zones()).rejects.toMatchObject({
    kind: "unconfigured",
    message: expect.stringMatching(/^google_project_id: .*lowercase/),
  });
  expect(await registry.check(metadata)).toMatchObject({ ok: false, key: "google_project_id" });
});

test("the remedy for a setting of the installation says where to correct it", async () => {
  const wrong = { google_project_id: "Demo Cluster", google_service_account: "{}" };
  const remedyOf = (from: ProviderSource) =>
    registry
      .providerFor({ google_project_id: "p" }, from)
      .zones()
      .catch(({ remedy }: Failure) => remedy);
  expect(await remedyOf("installation")).toBe("Add google_service_account in the settings.");
  expect(await remedyOf("virtual-cluster")).toContain("to the metadata of the virtual cluster");
  await expect(registry.providerFor({}, "installation").zones()).rejects.toMatchObject({
    message: "The installation has no DNS provider.",
  });
  expect(registry.providerFor(wrong, "installation")).not.toBe(registry.providerFor(wrong));
});

test("a check without settings says what is missing", async () => {
  expect(await registry.check({})).toMatchObject({
    ok: false,
    remedy: expect.stringContaining("google_project_id"),
  });
});

test("the same settings give the same instance, and other settings another one", () => {
  const one = { google_project_id: "democluster", google_service_account: "{}" };
  expect(registry.providerFor(one)).toBe(registry.providerFor({ ...one, unrelated: "x" }));
  expect(registry.providerFor(one)).not.toBe(registry.providerFor({ ...one, google_service_account: "[]" }));
});

test("a rotated secret gives another instance, although secrets print alike", () => {
  const of = (value: string) =>
    registry.providerFor({ cloudflare_api_token: new SecretText(value.repeat(40)) });
  expect(of("a")).toBe(of("a"));
  expect(of("a")).not.toBe(of("b"));
});

test("every metadata key belongs to one provider and is described", () => {
  const keys = Object.values(providers).flatMap((provider) => provider.keys);
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  for (const { key, label, help } of keys) {
    expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(label && help).toBeTruthy();
  }
});

const ambient = {
  azure_subscription_id: "00000000-0000-0000-0000-000000000000",
  azure_resource_group: "dns",
  azure_credentials: "ambient",
};

/** A provider that can't be created refuses every call in the same way. */
const isRefused = ({ zones, records }: ReturnType<typeof registry.providerFor>) =>
  new Set<unknown>([zones, records]).size === 1;

test("the identity of Lamia's pod is only for the installation's own settings, unless everybody is allowed to use it", async () => {
  const refusal = { kind: "unconfigured", message: expect.stringContaining("Azure") };
  await expect(registry.providerFor(ambient).zones()).rejects.toMatchObject(refusal);
  expect(await registry.check(ambient)).toMatchObject({ ok: false, note: expect.stringContaining("Azure") });
  expect(isRefused(registry.providerFor(ambient))).toBe(true);
  expect(isRefused(registry.providerFor(ambient, "installation"))).toBe(false);
  expect(
    isRefused(createProviderRegistry({ ...endpoints, ambientCredentials: true }).providerFor(ambient)),
  ).toBe(false);
  // With its own secret, a virtual cluster may write.
  const principal = {
    ...ambient,
    azure_credentials: "secret",
    azure_tenant_id: ambient.azure_subscription_id,
    azure_client_id: ambient.azure_subscription_id,
    azure_client_secret: "secret-of-the-principal",
  };
  expect(isRefused(registry.providerFor(principal))).toBe(false);
});

test("the latest thousand instances are reused", () => {
  const made = createProviderRegistry(endpoints);
  const of = (index: number) => ({ google_project_id: `project-${index}`, google_service_account: "{}" });
  const all = Array.from({ length: 1000 }, (_, index) => made.providerFor(of(index)));
  expect(made.providerFor(of(0))).toBe(all[0]);
  made.providerFor(of(1000));
  expect(made.providerFor(of(999))).toBe(all[999]);
  expect(made.providerFor(of(0))).not.toBe(all[0]);
});

test("if the provider in dns_provider isn't set up, its name is given; if there is no such provider, the message says so", () => {
  const complete = { google_project_id: "democluster", google_service_account: "{}" };
  const failureOf = (id: string) =>
    registry
      .providerFor({ ...complete, dns_provider: id })
      .zones()
      .catch((thrown: unknown) => thrown);
  return Promise.all([
    expect(failureOf("cloudflare")).resolves.toMatchObject({
      message: "Cloudflare isn’t set up: cloudflare_api_token is missing.",
    }),
    expect(failureOf("nobody")).resolves.toMatchObject({
      message: expect.stringContaining("nobody"),
      remedy: expect.stringContaining("cloudflare"),
    }),
  ]);
});

test("a name server that a virtual cluster enters is connected to only if the guard lets it; the installation's is", async () => {
  const remedy = "Enter another one.";
  const guard = { problemOf: () => "It is not public.", lookup, remedy };
  const registry = createProviderRegistry({ googleDnsEndpoint: "", googleTokenEndpoint: "", guard });
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    socket.destroy();
  });
  const settings = {
    rfc2136_server: `127.0.0.1:${port}`,
    rfc2136_key_name: "lamia",
    rfc2136_key_secret: "c2VjcmV0IG9mIGEgdGVzdA==",
  };
  expect(await registry.check(settings)).toEqual({
    ...{ ok: false, key: "rfc2136_server", note: "It is not public.", remedy },
  });
  const refused = registry.providerFor(settings).zones({ holding: "a.example.net" });
  await expect(refused).rejects.toMatchObject({ kind: "unconfigured", remedy });
  expect(connections).toBe(0);
  expect(registry.providerFor(settings, "installation")).not.toBe(registry.providerFor(settings));
  expect(await registry.check(settings, "installation")).toMatchObject({ ok: false });
  expect(connections).toBe(1);
  server.close();
});
