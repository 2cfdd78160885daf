import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { ProviderOptions } from "@/lib/dns/provider-definition";
import {
  bind,
  isInstalled,
  knot,
  type NameServerProgram,
  type PrimaryAndSecondary,
  startPrimaryAndSecondary,
} from "@/lib/dns/testing/primary-and-secondary";
import { providerContract } from "@/lib/dns/testing/provider.contract";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { update } from "./exchange";
import { settingsOf } from "./metadata-keys";
import { rfc2136 } from "./rfc2136";
import { nameOctets } from "./wire";

/** Its servers belong to the user, so the installation has no endpoint for it. */
const options = {} as ProviderOptions;
const zones = Array.from({ length: 40 }, (_, index) => `z${index}.net`);

/** Answers of nothing but a header. Questions arrive in one piece here, and their headers become those of the answers. */
function headersOf(framed: Buffer, rcode: number): Buffer[] {
  const answers: Buffer[] = [];
  for (let at = 0; at + 2 <= framed.length; at += 2 + framed.readUInt16BE(at)) {
    const header = Buffer.from(framed.subarray(at + 2, at + 14));
    header.writeUInt16BE(0x8000 + rcode, 2);
    header.fill(0, 4);
    answers.push(Buffer.concat([Buffer.from([0, header.length]), header]));
  }
  return answers;
}

describe.each([bind, knot])("RFC 2136 with $title", (program: NameServerProgram) => {
  describe.skipIf(!isInstalled(program))(`(${program.command} is installed)`, () => {
    let servers: PrimaryAndSecondary;
    let taken = 0;
    beforeAll(async () => {
      servers = await startPrimaryAndSecondary(program, { zones, silentZones: ["silent.net"] });
    });
    afterAll(() => servers.close());
    afterEach(() => void vi.restoreAllMocks());

    const [primary] = program.addresses;
    const address = () =>
      primary.includes(":") ? `[${primary}]:${servers.port}` : `${primary}:${servers.port}`;
    const metadata = (change: Record<string, string> = {}) => ({
      rfc2136_server: address(),
      rfc2136_key_name: "lamia",
      rfc2136_key_secret: servers.secrets.lamia,
      ...change,
    });
    const provider = (change: Record<string, string> = {}) => rfc2136.create(metadata(change), options);
    const check = (change: Record<string, string> = {}) => rfc2136.check(metadata(change), options);

    async function newZone(from: DnsProvider = provider()): Promise<Zone> {
      const apex = zones[taken++] ?? "";
      const found = (await from.zones({ holding: `x.${apex}` })).find((zone) => zone.apex === apex);
      if (!found) throw new Error(`${apex} is not there`);
      return found;
    }
    /** Another client of the same server. */
    async function putForeign({ apex }: Zone, name: string): Promise<void> {
      const data = Buffer.concat([Buffer.from([0, 10]), nameOctets("mail.example.net")]);
      const connection = settingsOf(metadata());
      await update(connection, apex, [], [{ name, type: "MX", class: "IN", ttlSeconds: 60, data }]);
    }
    const address4 = (name: string, ...values: string[]): RecordSet => ({
      name,
      type: "A",
      ttlSeconds: 60,
      values,
    });
    const text = (name: string, ...values: string[]): RecordSet => ({
      name,
      type: "TXT",
      ttlSeconds: 60,
      values,
    });

    describe("keeps the promises of a provider", () => {
      let shared: DnsProvider | undefined;
      const current = () => {
        shared ??= provider();
        return shared;
      };
      providerContract(
        () => ({
          provider: current(),
          other: provider(),
          freshApex: () => `not-there-${++taken}.net`,
          newZone: () => newZone(current()),
          putForeign,
        }),
        { createsZones: false },
      );
    });

    test("a refusal doesn't make a zone absent that the server had a moment ago, and does a day later", async () => {
      const rcode = { now: null as number | null };
      const between = createServer((client) => {
        const onward = connect(servers.port, primary);
        for (const socket of [client, onward]) socket.on("error", () => undefined);
        client.on("close", () => onward.destroy());
        onward.on("data", (data) => client.write(data));
        client.on("data", (framed) => {
          if (rcode.now === null) onward.write(framed);
          else for (const answer of headersOf(framed, rcode.now)) client.write(answer);
        });
      });
      between.listen(0, "127.0.0.1");
      await once(between, "listening");
      const { port } = between.address() as AddressInfo;
      const behind = provider({ rfc2136_server: `127.0.0.1:${port}` });
      const asking = { fresh: true, holding: "shop.z0.net" };
      expect((await behind.zones(asking)).map(({ apex }) => apex)).toEqual(["z0.net"]);
      rcode.now = 5;
      await expect(behind.zones(asking)).rejects.toMatchObject({ kind: "refused" });
      // Without that, a server that refuses doesn't have the zone.
      expect(await behind.zones({ ...asking, holding: "shop.z1.net" })).toHaveLength(1);
      vi.spyOn(Date, "now").mockReturnValue(Date.now() + 90_000_000);
      await behind.zones(asking);
      between.close();
    });

    test("a wrong key, a wrong secret, and a wrong clock are told apart, and none of them is retried as an outage", async () => {
      const reading = async (change: Record<string, string>) =>
        provider({ rfc2136_zones: "z0.net", ...change }).zones();
      await expect(reading({ rfc2136_key_name: "stranger" })).rejects.toMatchObject({
        kind: "refused",
        message: expect.stringContaining("(BADKEY)"),
        remedy: expect.stringContaining("rfc2136_key_name"),
      });
      const other = Buffer.alloc(32, 7).toString("base64");
      const wrong = await reading({ rfc2136_key_secret: other }).catch((thrown: unknown) => thrown);
      expect(wrong).toMatchObject({ kind: "refused", message: expect.stringContaining("(BADSIG)") });
      expect(JSON.stringify(wrong, Object.getOwnPropertyNames(wrong))).not.toContain(other);
      const now = Date.now();
      vi.spyOn(Date, "now").mockReturnValue(now - 3_600_000);
      await expect(reading({})).rejects.toMatchObject({
        kind: "refused",
        message: expect.stringMatching(/clock of .* is 3[56]\d\d s ahead of Lamia’s.*\(BADTIME\)/),
      });
      vi.spyOn(Date, "now").mockReturnValue(now + 3_600_000);
      await expect(reading({})).rejects.toMatchObject({
        message: expect.stringContaining("s behind Lamia’s"),
      });
    });

    test("a name that the server's policy refuses fails alone", async () => {
      const zone = await newZone();
      const limited = provider({
        rfc2136_key_name: "txt-only",
        rfc2136_key_secret: servers.secrets["txt-only"],
      });
      const results = await Promise.allSettled([
        replace(limited, zone, null, text(`_one.${zone.apex}`, "1")),
        replace(limited, zone, null, address4(`host.${zone.apex}`, "192.0.2.1")),
        replace(limited, zone, null, text(`_two.${zone.apex}`, "2")),
      ]);
      expect(results).toMatchObject([
        { status: "fulfilled" },
        { status: "rejected", reason: { kind: "refused", remedy: expect.stringContaining("update") } },
        { status: "fulfilled" },
      ]);
      await expect(limited.records(zone)).rejects.toMatchObject({
        kind: "refused",
        message: expect.stringContaining("transfer"),
      });
    });

    test("a name that only a wildcard answers for is free, and can be written", async () => {
      const [one, other] = [provider(), provider()];
      const zone = await newZone(one);
      await replace(one, zone, null, address4(`*.${zone.apex}`, "192.0.2.9"));
      await replace(one, zone, null, text(`*.${zone.apex}`, "any"));
      const name = `shop.${zone.apex}`;
      expect(await one.readAll(zone, name)).toEqual([]);
      expect(await one.read(zone, name, "TXT")).toBeNull();
      await replace(other, zone, null, text(`moved.${zone.apex}`, "theirs"));
      const results = await Promise.allSettled([
        replace(one, zone, null, address4(name, "192.0.2.1")),
        replace(one, zone, null, text(`moved.${zone.apex}`, "ours")),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
      expect(await one.read(zone, name, "A")).toEqual(address4(name, "192.0.2.1"));
      expect(await one.readAll(zone, `*.${zone.apex}`)).toHaveLength(2);
    });

    test("TXT strings that another tool split differently are replaced as they are", async () => {
      const one = provider();
      const zone = await newZone(one);
      const name = `_acme-challenge.${zone.apex}`;
      const data = Buffer.from("\u0003abc\u0004defg", "latin1");
      await update(
        settingsOf(metadata()),
        zone.apex,
        [],
        [{ name, type: "TXT", class: "IN", ttlSeconds: 60, data }],
      );
      const seen = await one.read(zone, name, "TXT");
      expect(seen?.values).toEqual(["abcdefg"]);
      await replace(one, zone, seen, text(name, "abcdefg", "ours"));
      expect((await one.read(zone, name, "TXT"))?.values).toEqual(["abcdefg", "ours"]);
    });

    test("a zone is found by a name in it, and a name outside every zone has none", async () => {
      const one = provider();
      await newZone(one);
      expect((await one.zones({ holding: "a.b.z0.net" })).map(({ apex }) => apex)).toContain("z0.net");
      const before = await one.zones();
      expect(await one.zones({ holding: "shop.elsewhere.org" })).toEqual(before);
      const named = provider({ rfc2136_zones: "z1.net, not-served.net, z2.net" });
      expect((await named.zones()).map(({ apex }) => apex)).toEqual(["z1.net", "z2.net"]);
      // Whoever cleans up there must not take it for a zone that has gone.
      await expect(named.zones({ holding: "shop.not-served.net" })).rejects.toMatchObject({
        kind: "refused",
        remedy: expect.any(String),
      });
      expect(await named.zones({ holding: "shop.z2.net" })).toHaveLength(2);
      await expect(named.createZone("z9.net")).rejects.toMatchObject({
        remedy: expect.stringContaining("rfc2136_zones"),
      });
    });

    test("a check says what the key is allowed to do, and changes nothing", async () => {
      const serial = async () =>
        JSON.stringify(await provider().records({ id: "", apex: "z3.net", nameServers: [] }));
      const before = await serial();
      expect(await check({ rfc2136_zones: "z3.net" })).toEqual({
        ok: true,
        note: `${address()} accepts the key lamia. The zone is z3.net.`,
      });
      const limited = { rfc2136_key_name: "txt-only", rfc2136_key_secret: servers.secrets["txt-only"] };
      expect(await check({ rfc2136_zones: "z3.net", ...limited })).toMatchObject({
        ok: true,
        warning: expect.stringContaining("may not transfer z3.net"),
      });
      expect(await check({ rfc2136_zones: "z3.net, gone.net" })).toMatchObject({
        ok: false,
        key: "rfc2136_zones",
        note: expect.stringContaining("gone.net"),
      });
      expect(await check()).toMatchObject({ ok: true });
      expect(await check({ rfc2136_zones: "z3.net", rfc2136_key_name: "stranger" })).toMatchObject({
        ok: false,
      });
      expect(await serial()).toBe(before);
    });

    test("a server that is down is unreachable immediately, and the next one is asked", async () => {
      const nobody = `${program.addresses[0]}:9`;
      const zones = { rfc2136_zones: "z4.net" };
      await expect(provider({ rfc2136_server: nobody, ...zones }).zones()).rejects.toMatchObject({
        kind: "unreachable",
        message: expect.stringContaining("nothing listens there"),
      });
      expect(await check({ rfc2136_server: nobody, ...zones })).toMatchObject({
        ok: false,
        key: "rfc2136_server",
      });
      expect(await provider({ rfc2136_server: `${nobody}, ${address()}`, ...zones }).zones()).toHaveLength(1);
    });

    test("a secondary server that is configured as the primary is reported", async () => {
      const zone = await newZone();
      const [, second] = program.addresses;
      const secondary = provider({
        rfc2136_server: second.includes(":") ? `[${second}]:${servers.port}` : `${second}:${servers.port}`,
      });
      const written = replace(secondary, zone, null, text(`x.${zone.apex}`, "1"));
      await expect(written).rejects.toMatchObject({ kind: "refused", remedy: expect.any(String) });
    });

    test("a primary that restarts keeps what was written, and later writes succeed", async () => {
      const one = provider();
      const zone = await newZone(one);
      await replace(one, zone, null, text(`a.${zone.apex}`, "1"));
      await servers.stop("primary");
      await expect(one.read(zone, `a.${zone.apex}`, "TXT")).rejects.toMatchObject({ kind: "unreachable" });
      await servers.start("primary");
      expect((await one.read(zone, `a.${zone.apex}`, "TXT"))?.values).toEqual(["1"]);
      await replace(one, zone, text(`a.${zone.apex}`, "1"), null);
    });
  });
});

describe("A server that reports a failure (SERVFAIL)", () => {
  const server = createServer((client) => {
    client.on("error", () => undefined);
    client.on("data", (framed) => {
      for (const answer of headersOf(framed, 2)) client.write(answer);
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => void server.close());

  const zonesOf = (listed: Record<string, string>, holding?: string) => {
    const { port } = server.address() as AddressInfo;
    const metadata = {
      rfc2136_server: `127.0.0.1:${port}`,
      rfc2136_key_name: "lamia",
      rfc2136_key_secret: Buffer.alloc(32, 1).toString("base64"),
      ...listed,
    };
    return rfc2136.create(metadata, options).zones(holding === undefined ? {} : { holding });
  };

  test.each([
    ["a zone that is listed", { rfc2136_zones: "z0.net" }, "shop.z0.net"],
    ["any zone that is listed", { rfc2136_zones: "z0.net" }, undefined],
    ["a zone that it is asked for", {}, "shop.z0.net"],
  ])("doesn't make %s absent", async (_what, listed, holding) => {
    await expect(zonesOf(listed, holding)).rejects.toMatchObject({ kind: "unreachable" });
  });
});
