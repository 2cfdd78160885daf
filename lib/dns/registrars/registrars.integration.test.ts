import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Metadata } from "@/lib/dns/provider-definition";
import { type OutsideDns, startOutsideDns } from "@/lib/dns/testing/outside-dns";
import { type RegistrarId, registrarAccounts } from "@/lib/dns/testing/registrar-accounts";
import { sameNames } from "@/lib/gateway/dns/zones";
import { initialLevers } from "@/sandbox/levers/levers";
import { createRegistrarRegistry, registrars } from "./registry";

let outside: OutsideDns;
beforeAll(async () => {
  outside = await startOutsideDns();
});
afterAll(() => outside?.close());
beforeEach(() => {
  Object.assign(outside.levers, { ...initialLevers, registrarSeconds: 0 });
});

const before = ["ns1.old.test", "ns2.old.test"];
const after = ["ns-cloud-a1.googledomains.com", "ns-cloud-a2.googledomains.com"];

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { message: what, timeout: 20_000 }).toBe(true);
}

/** What every registrar guarantees that can set name servers, on the wire. */
describe.each(Object.keys(registrarAccounts) as RegistrarId[])(
  "%s keeps the promises of a registrar",
  (id) => {
    const settings = registrarAccounts[id];
    const credentials = () => outside.dns.providers[id]?.credentials ?? {};
    const right = () => settings.right(credentials());
    /** A new instance, as another process would have. */
    const registrar = (metadata: Metadata = right(), options = outside.options) =>
      registrars[id].create(metadata, options);
    let domains = 0;
    const newDomain = () => {
      const domain = `${id}${++domains}.net`;
      outside.dns.registrations.set(
        `${domain}.`,
        before.map((name) => `${name}.`),
      );
      return domain;
    };

    test("the name servers that it says are those that the registry has; a change replaces all of them", async () => {
      const domain = newDomain();
      expect(await registrar().registration(domain)).toEqual({
        nameServers: before,
        ...{ signers: 0, locks: [], change: null },
      });
      await registrar().setNameServers?.(domain, after);
      await until("the change is done", async () =>
        sameNames((await registrar().registration(domain))?.nameServers ?? [], after),
      );
      const inRegistry = outside.dns.registrations.get(`${domain}.`)?.nameServers ?? [];
      expect(inRegistry.map((name) => name.slice(0, -1))).toEqual(after);
    });

    test("a check counts the domains of all pages", async () => {
      for (let count = 0; count < 120; count += 1) newDomain();
      const { length } = outside.dns.registrations.list();
      expect(length).toBeGreaterThan(100);
      const registry = createRegistrarRegistry(outside.options);
      const { note } = await registry.checked(id, right(), "virtual-cluster");
      expect(note).toContain(`${length - 5} more`);
    });

    test("DS records are counted, and a domain of another account is none", async () => {
      const domain = newDomain();
      outside.dns.registrations.sign(`${domain}.`, [`60485 13 2 ${"2bb183af".repeat(8)}`]);
      expect((await registrar().registration(domain))?.signers).toBe(1);
      expect(await registrar().registration("elsewhere.net")).toBeNull();
    });

    test("credentials that it doesn't know are refused at their key; a check changes nothing and never throws", async () => {
      const metadata = settings.wrong(credentials());
      const refused = { kind: "refused", remedy: expect.any(String) };
      await expect(registrar(metadata).registration("any.net")).rejects.toMatchObject(refused);
      const registry = createRegistrarRegistry(outside.options);
      const [secret] = registrars[id].keys.filter((each) => each.secret);
      expect(await registry.checked(id, metadata, "virtual-cluster")).toMatchObject({
        ok: false,
        key: secret?.key,
      });
      expect(await registry.checked(id, right(), "virtual-cluster")).toMatchObject({ ok: true });
      outside.levers.providerUnavailable = true;
      expect(await registry.checked(id, right(), "virtual-cluster")).toMatchObject({ ok: false });
    });

    test("a pause that it asks for comes with its length, and an API that is down is unreachable", async () => {
      const domain = newDomain();
      outside.levers.providerRetryAfterSeconds = 17;
      const limited = { kind: "rate-limited", retryAfterSeconds: 17 };
      await expect(registrar().registration(domain)).rejects.toMatchObject(limited);
      await expect(registrar().setNameServers?.(domain, after)).rejects.toMatchObject(limited);
      outside.levers.providerRetryAfterSeconds = null;
      outside.levers.providerUnavailable = true;
      await expect(registrar().registration(domain)).rejects.toMatchObject({ kind: "unreachable" });
      const endpoints = { [id]: "https://127.0.0.1:9" };
      const nowhere = registrar(right(), { ...outside.options, endpoints });
      await expect(nowhere.registration(domain)).rejects.toMatchObject({ kind: "unreachable" });
      outside.levers.providerUnavailable = false;
      expect((await registrar().registration(domain))?.nameServers).toEqual(before);
    });

    test("a domain that the registry has locked isn't changed", async () => {
      const domain = newDomain();
      outside.dns.registrations.lock(`${domain}.`, ["serverUpdateProhibited"]);
      await expect(registrar().setNameServers?.(domain, after)).rejects.toMatchObject({
        message: expect.any(String),
      });
      expect((await registrar().registration(domain))?.nameServers).toEqual(before);
    });
  },
);

const aws = () => registrars.route53domains.create(awsMetadata(), outside.options);
const awsMetadata = () =>
  registrarAccounts.route53domains.right(outside.dns.providers.route53domains?.credentials ?? {});

test("Route 53 shows a change as under way until it is done, and says when it failed and what is locked", async () => {
  outside.dns.registrations.set(
    "slow.net.",
    before.map((name) => `${name}.`),
  );
  outside.levers.registrarSeconds = 1;
  await aws().setNameServers?.("slow.net", after);
  const during = await aws().registration("slow.net");
  expect(during).toMatchObject({ nameServers: before, change: { state: "under-way" } });
  await expect(aws().setNameServers?.("slow.net", after)).rejects.toMatchObject({ kind: "conflict" });
  outside.dns.registrations.lock("slow.net.", ["serverUpdateProhibited"]);
  await until(
    "the change fails",
    async () => (await aws().registration("slow.net"))?.change?.state === "failed",
  );
  expect(await aws().registration("slow.net")).toMatchObject({
    nameServers: before,
    locks: ["serverUpdateProhibited"],
  });
});

test("Route 53 Domains can use the credentials of the DNS provider, and isn't set up without them", async () => {
  const { accessKeyId = "", secretAccessKey = "" } = outside.dns.providers.route53?.credentials ?? {};
  const dns = { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey };
  const registry = createRegistrarRegistry(outside.options);
  const both = { ...dns, aws_domains_credentials: "dns" };
  expect(await registry.checked("route53domains", both, "virtual-cluster")).toMatchObject({ ok: true });
  const alone = await registry.checked(
    "route53domains",
    { aws_domains_credentials: "dns" },
    "virtual-cluster",
  );
  expect(alone).toMatchObject({ ok: false, note: expect.stringContaining("aws_access_key_id") });
});

test("Cloudflare's registrar is read, and says why its domains keep their name servers", async () => {
  const { endpoint = "", credentials } = outside.dns.providers.cloudflare ?? {};
  const headers = { authorization: `Bearer ${credentials?.token}` };
  for (const name of ["at-cloudflare.net", "at-others.net"])
    await fetch(`${endpoint}/zones`, { method: "POST", headers, body: JSON.stringify({ name }) });
  const metadata = {
    cloudflare_registrar: "read",
    cloudflare_api_token: credentials?.token,
    cloudflare_account_id: "0123456789abcdef0123456789abcdef",
  };
  const registrar = registrars.cloudflare.create(metadata, outside.options);
  expect(await registrar.registration("at-cloudflare.net")).toMatchObject({ signers: 0 });
  expect(await registrar.registration("at-others.net")).toBeNull();
  expect(await registrar.registration("unknown.net")).toBeNull();
  expect(registrar.setNameServers).toBeUndefined();
  expect(registrar.fixed?.("at-cloudflare.net").remedy).toContain("transfer");
  const check = createRegistrarRegistry(outside.options).checked("cloudflare", metadata, "virtual-cluster");
  expect(await check).toMatchObject({ ok: true, note: expect.stringContaining("at-cloudflare.net") });
});
