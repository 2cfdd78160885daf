import type { Answer, DecodedPacket } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProviderOptions } from "@/lib/dns/provider-definition";
import { type AlterDns, betweenDns } from "@/lib/dns/testing/between-dns";
import {
  bind,
  isInstalled,
  type PrimaryAndSecondary,
  startPrimaryAndSecondary,
} from "@/lib/dns/testing/primary-and-secondary";
import { a, replace } from "@/lib/dns/testing/provider-under-test";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";
import { rfc2136 } from "./rfc2136";

const zones = Array.from({ length: 60 }, (_, index) => `odd${index}.net`);
let taken = 0;
let servers: PrimaryAndSecondary;
const unreachable = { kind: "unreachable" };

const withCode = (answer: DecodedPacket, rcode: number): DecodedPacket => ({
  ...answer,
  flags: (answer.flags ?? 0) | rcode,
  answers: [],
  authorities: [],
});
const bare = (answer: DecodedPacket): DecodedPacket => ({ ...answer, answers: [], authorities: [] });
const truncated = (answer: DecodedPacket): DecodedPacket => ({
  ...answer,
  flags: (answer.flags ?? 0) | 0x200,
});
const notAuthoritative = (answer: DecodedPacket): DecodedPacket => ({
  ...bare(answer),
  flags: (answer.flags ?? 0) & ~0x400,
});
/** The same answer, from a zone that isn't the one that was asked about. */
const ofOther = (answer: DecodedPacket): DecodedPacket => {
  const moved = (records: readonly Answer[] = []) =>
    records.map((record) => ({ ...record, name: "elsewhere.org" }) as Answer);
  return { ...answer, answers: moved(answer.answers), authorities: moved(answer.authorities) };
};

describe.skipIf(!isInstalled(bind))(
  "A server for RFC 2136 whose answers are odd (named is installed)",
  () => {
    beforeAll(async () => {
      servers = await startPrimaryAndSecondary(bind, { zones });
    });
    afterAll(() => servers.close());

    const metadata = (address: string) => ({
      rfc2136_server: address,
      rfc2136_key_name: "lamia",
      rfc2136_key_secret: servers.secrets.lamia,
    });
    const open = (address: string, more: Record<string, string> = {}) =>
      rfc2136.create({ ...metadata(address), ...more }, {} as ProviderOptions);

    interface Behind {
      one: DnsProvider;
      /** Without the proxy. */
      straight: DnsProvider;
      zone: Zone;
      address: string;
    }

    /** A zone with `kept`; once the provider behind the proxy knows the zone, answers are odd. */
    async function behind(alter: AlterDns, act: (given: Behind) => Promise<void>): Promise<void> {
      const upstream = { host: bind.addresses[0], port: servers.port };
      const straight = open(`${upstream.host}:${upstream.port}`);
      const apex = zones[taken++] ?? "";
      const zone = (await straight.zones({ holding: apex })).find((each) => each.apex === apex) as Zone;
      await replace(straight, zone, null, a(`kept.${apex}`, "192.0.2.1"));
      let isOn = false;
      const key = { name: "lamia", secret: servers.secrets.lamia };
      const proxy = await betweenDns(upstream, key, (asked, answer) => (isOn ? alter(asked, answer) : null));
      try {
        const one = open(proxy.address);
        await one.zones({ holding: apex });
        isOn = true;
        await act({ one, straight, zone, address: proxy.address });
      } finally {
        await proxy.close();
      }
    }

    test("an answer that is only signed again is accepted", async () => {
      await behind(
        (_, answer) => answer,
        async ({ one, zone }) => {
          const kept = a(`kept.${zone.apex}`, "192.0.2.1");
          expect(await one.read(zone, kept.name, "A")).toEqual(kept);
          expect(await one.readAll(zone, `free.${zone.apex}`)).toEqual([]);
          expect((await one.records(zone)).map(({ type }) => type)).toContain("A");
          expect(await one.zones({ fresh: true, holding: kept.name })).toHaveLength(1);
        },
      );
    });

    test.each<[string, AlterDns]>([
      ["nothing at all", (_, answer) => bare(answer)],
      ["NXDOMAIN without the zone that says so", (_, answer) => withCode(answer, 3)],
      ["nothing, of no zone of its own", (_, answer) => notAuthoritative(answer)],
      ["the records of another zone", (_, answer) => ofOther(answer)],
      ["a truncated message", (_, answer) => truncated(answer)],
      ["half a message", (_, answer) => ({ messages: [answer], share: 0.5 })],
      ["another ID", (_, answer) => ({ ...answer, id: ((answer.id ?? 0) + 4711) & 0xffff })],
      ["no signature", (_, answer) => ({ messages: [answer], signature: "none" })],
      [
        "NXDOMAIN without a signature",
        (_, answer) => ({ messages: [withCode(answer, 3)], signature: "none" }),
      ],
      ["the signature of another secret", (_, answer) => ({ messages: [answer], signature: "other" })],
      ["SERVFAIL", (_, answer) => withCode(answer, 2)],
    ])("never has a name that is in use read as free: %s", async (_, alter) => {
      await behind(alter, async ({ one, straight, zone }) => {
        const kept = a(`kept.${zone.apex}`, "192.0.2.1");
        await expect(one.read(zone, kept.name, "A")).rejects.toMatchObject(unreachable);
        await expect(one.readAll(zone, kept.name)).rejects.toMatchObject(unreachable);
        await expect(replace(one, zone, kept, a(kept.name, "192.0.2.2"))).rejects.toThrow();
        expect(await straight.read(zone, kept.name, "A")).toEqual(kept);
      });
    });

    test.each([
      ["REFUSED", 5],
      ["NOTAUTH", 9],
      ["NOTIMP", 4],
    ])("a refusal says neither that a name is free nor that a write is done: %s", async (_, rcode) => {
      await behind(
        (_asked, answer) => withCode(answer, rcode),
        async ({ one, zone }) => {
          const refused = { kind: "refused", remedy: expect.any(String) };
          const kept = a(`kept.${zone.apex}`, "192.0.2.1");
          await expect(one.readAll(zone, kept.name)).rejects.toMatchObject(refused);
          await expect(one.records(zone)).rejects.toMatchObject(refused);
          await expect(replace(one, zone, null, a(`mine.${zone.apex}`, "192.0.2.1"))).rejects.toMatchObject(
            refused,
          );
          await expect(one.zones({ fresh: true, holding: kept.name })).rejects.toMatchObject(refused);
        },
      );
    });

    test.each<[string, AlterDns]>([
      ["nothing at all", (_, answer) => bare(answer)],
      ["NXDOMAIN without the zone that says so", (_, answer) => withCode(answer, 3)],
      [
        "a zone without name servers",
        ({ type }, answer) =>
          type === "NS"
            ? { ...answer, answers: [], authorities: [{ type: "SOA", name: "NAME", data: {} } as Answer] }
            : null,
      ],
      ["a truncated message", (_, answer) => truncated(answer)],
      ["no signature", (_, answer) => ({ messages: [answer], signature: "none" })],
    ])("never makes a zone absent: %s", async (what, alter) => {
      let apex = "";
      const named: AlterDns = (asked, answer) => {
        const reply = alter(asked, answer);
        if (what !== "a zone without name servers" || !reply || "messages" in reply) return reply;
        const soa = {
          type: "SOA",
          name: apex,
          data: { mname: apex, rname: apex, serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
        };
        return { ...reply, authorities: [soa as Answer] };
      };
      await behind(named, async ({ one, zone, address }) => {
        apex = zone.apex;
        const holding = `x.${zone.apex}`;
        await expect(one.zones({ fresh: true, holding })).rejects.toMatchObject(unreachable);
        const listed = open(address, { rfc2136_zones: zone.apex });
        await expect(listed.zones()).rejects.toMatchObject(unreachable);
        await expect(listed.zones({ holding })).rejects.toMatchObject(unreachable);
      });
    });

    const transferOnly =
      (alter: AlterDns): AlterDns =>
      (asked, answer) =>
        asked.type === "AXFR" ? alter(asked, answer) : null;
    const without = (answer: DecodedPacket, at: number): DecodedPacket => ({
      ...answer,
      answers: (answer.answers ?? []).toSpliced(at, 1),
    });
    const renamed = (answer: DecodedPacket, which: number): DecodedPacket => {
      const last = (answer.answers ?? []).length - 1;
      const at = which < 0 ? last : which;
      return {
        ...answer,
        answers: (answer.answers ?? []).map((record, index) =>
          index === at ? ({ ...record, name: "elsewhere.org" } as Answer) : record,
        ),
      };
    };
    const laterSerial = (answer: DecodedPacket): DecodedPacket => ({
      ...answer,
      answers: (answer.answers ?? []).map((record, index) =>
        index > 0 && record.type === "SOA"
          ? { ...record, data: { ...record.data, serial: (record.data.serial ?? 0) + 1 } }
          : record,
      ),
    });

    test.each<[string, AlterDns]>([
      [
        "that ends without its closing SOA record",
        (_, answer) => ({ messages: [without(answer, (answer.answers ?? []).length - 1)], share: 1 }),
      ],
      ["that begins without an SOA record", (_, answer) => ({ messages: [without(answer, 0)], share: 1 })],
      [
        "of another zone",
        (_, answer) => ({
          ...answer,
          answers: (answer.answers ?? []).map((record) => ({ ...record, name: "elsewhere.org" }) as Answer),
        }),
      ],
      ["that ends with the SOA record of another zone", (_, answer) => renamed(answer, -1)],
      ["whose closing SOA record is of another version", (_, answer) => laterSerial(answer)],
      ["that breaks off", (_, answer) => ({ messages: [answer], share: 0.6 })],
      ["that is truncated", (_, answer) => truncated(answer)],
      ["that isn't signed", (_, answer) => ({ messages: [answer], signature: "none" })],
      ["that is signed with another secret", (_, answer) => ({ messages: [answer], signature: "other" })],
      [
        "that fails halfway",
        (_, answer) => ({
          messages: [without(answer, (answer.answers ?? []).length - 1), withCode(answer, 2)],
        }),
      ],
    ])("a transfer %s lists nothing", async (_, alter) => {
      await behind(transferOnly(alter), async ({ one, zone }) => {
        await expect(one.records(zone)).rejects.toMatchObject(unreachable);
      });
    });

    test("a transfer in several messages is complete", async () => {
      const split: AlterDns = (_, answer) => ({
        messages: (answer.answers ?? []).map((record) => ({ ...answer, answers: [record] })),
      });
      await behind(transferOnly(split), async ({ one, straight, zone }) => {
        expect(await one.records(zone)).toEqual(await straight.records(zone));
      });
    });

    test.each<[string, AlterDns]>([
      ["without a signature", (_, answer) => ({ messages: [bare(answer)], signature: "none" })],
      ["with the signature of another secret", (_, answer) => ({ messages: [answer], signature: "other" })],
      ["with another ID", (_, answer) => ({ ...answer, id: ((answer.id ?? 0) + 1) & 0xffff })],
      ["that breaks off", (_, answer) => ({ messages: [answer], share: 0.5 })],
      ["that is truncated", (_, answer) => truncated(answer)],
    ])("the answer to an update %s isn't one that says that it is done", async (_, alter) => {
      const updates: AlterDns = (asked, answer) => (asked.isUpdate ? alter(asked, answer) : null);
      await behind(updates, async ({ one, zone }) => {
        await expect(replace(one, zone, null, a(`mine.${zone.apex}`, "192.0.2.1"))).rejects.toMatchObject(
          unreachable,
        );
      });
    });

    test("an alias whose target doesn't exist isn't a free name", async () => {
      await behind(
        () => null,
        async ({ one, zone }) => {
          const alias = {
            name: `alias.${zone.apex}`,
            type: "CNAME" as const,
            ttlSeconds: 60,
            values: [`nowhere.${zone.apex}`],
          };
          await replace(one, zone, null, alias);
          expect(await one.read(zone, alias.name, "CNAME")).toEqual(alias);
          expect(await one.readAll(zone, alias.name)).toHaveLength(1);
        },
      );
    });
  },
);
