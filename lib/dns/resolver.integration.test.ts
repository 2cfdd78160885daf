import { createSocket, type Socket } from "node:dgram";
import { type AddressInfo, createServer, type Server } from "node:net";
import { decode, encode, type Packet, streamEncode } from "dns-packet";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { replace } from "@/lib/dns/testing/provider-under-test";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";
import { createProviderRegistry } from "./registry";
import { createResolver } from "./resolver";
import { type OutsideDns, startOutsideDns } from "./testing/outside-dns";

let outside: OutsideDns;
let provider: DnsProvider;
let resolver: Resolver;
let zone: Zone;
const hasTheChange = { timeout: 60_000, interval: 20 };

beforeAll(async () => {
  outside = await startOutsideDns();
  provider = createProviderRegistry(outside.options).providerFor(outside.metadata);
  resolver = createResolver({ rootServers: [outside.dns.dns], port: outside.dns.dns.port });
  zone = await provider.createZone("democluster.net");
  await vi.waitFor(async () => {
    expect(countOf(await resolver.ask(zone.nameServers, zone.apex, "NS"))).toBe(4);
  }, hasTheChange);
});
afterAll(() => outside.close());

async function delegate(domain: string, nameServers: string[]): Promise<void> {
  const url = `${outside.dns.registrar.url}/domains/${domain}/name-servers`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "PUT", headers, body: JSON.stringify({ nameServers }) });
  expect(response.status).toBeLessThan(300);
}

/** Opens a port for both protocols. One that is free for TCP may be taken for UDP. */
async function besideTcp(tcp: Server, address: string): Promise<Socket> {
  for (;;) {
    await new Promise<void>((resolve) => tcp.listen(0, address, resolve));
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket("udp4");
    const isBound = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, address, () => resolve(true));
    });
    if (isBound) return udp;
    udp.close();
    await new Promise((resolve) => tcp.close(resolve));
  }
}

/** A name server that answers what the function returns, over UDP and TCP. */
async function fakeServer(
  answer: (query: Packet, over: "udp" | "tcp") => Partial<Packet> | null,
  address = "127.0.0.1",
) {
  const reply = (message: Buffer, over: "udp" | "tcp"): Packet | null => {
    const query = decode(message);
    const said = answer(query, over);
    return said && { type: "response", id: query.id, questions: query.questions ?? [], ...said };
  };
  const tcp = createServer((socket) => {
    socket.on("data", (data) => {
      const packet = reply(data.subarray(2), "tcp");
      if (packet) socket.write(streamEncode(packet));
    });
    socket.on("error", () => undefined);
  });
  const udp = await besideTcp(tcp, address);
  const { port } = udp.address();
  udp.on("message", (message, from) => {
    const packet = reply(message, "udp");
    if (packet) udp.send(encode(packet), from.port, from.address);
  });
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  return { address, port };
}

const authoritative = 0x400;

test("a domain that isn't delegated has no name servers in its parent zone", async () => {
  expect(await resolver.delegation("never-seen.net")).toEqual({
    parent: "net",
    answers: [{ server: expect.any(String), values: [], problem: null }],
  });
});

test("a delegation, or a change of it, is visible as soon as the registrar has set it", async () => {
  await delegate("democluster.net", zone.nameServers);
  expect((await resolver.delegation("democluster.net")).answers.map(({ values }) => values)).toEqual([
    zone.nameServers,
  ]);
  const others = ["ns1.example.org", "ns2.example.org"];
  await delegate("democluster.net", others);
  expect((await resolver.delegation("democluster.net")).answers.map(({ values }) => values)).toEqual([
    others,
  ]);
  await delegate("democluster.net", zone.nameServers);
});

test("the parent of a zone below a delegated zone is that zone, with its own servers", async () => {
  const { parent, answers } = await resolver.delegation("sub.democluster.net");
  expect(parent).toBe("democluster.net");
  expect(answers.map(({ server }) => server)).toEqual(zone.nameServers);
  expect(answers.every(({ values }) => values?.length === 0)).toBe(true);
});

test("each name server says what it holds itself, and one that lags behind stands out", async () => {
  const name = `late.${zone.apex}`;
  outside.levers.laggingNameServer = { index: 2, seconds: 1 };
  onTestFinished(() => void Object.assign(outside.levers, { laggingNameServer: null }));
  await replace(provider, zone, null, {
    name,
    type: "A",
    ttlSeconds: 60,
    values: ["192.0.2.1", "192.0.2.2"],
  });
  await expect
    .poll(async () => countOf(await resolver.ask(zone.nameServers, name, "A")), hasTheChange)
    .toBe(3);
  await expect
    .poll(async () => countOf(await resolver.ask(zone.nameServers, name, "A")), hasTheChange)
    .toBe(4);
});

test("values look as in a record set: TXT joined, names without a dot, CAA as in a zone file", async () => {
  const sets = [
    { name: `_t.${zone.apex}`, type: "TXT" as const, ttlSeconds: 60, values: [`${"x".repeat(300)}"\\`] },
    { name: `www.${zone.apex}`, type: "CNAME" as const, ttlSeconds: 60, values: [`lb.${zone.apex}`] },
    { name: `six.${zone.apex}`, type: "AAAA" as const, ttlSeconds: 60, values: ["2001:db8::1"] },
    { name: zone.apex, type: "CAA" as const, ttlSeconds: 60, values: ['0 issue "letsencrypt.org"'] },
  ];
  await Promise.all(sets.map((set) => replace(provider, zone, null, set)));
  for (const { name, type, values } of sets) {
    await expect
      .poll(
        async () => (await resolver.ask(zone.nameServers, name, type)).map((answer) => answer.values),
        hasTheChange,
      )
      .toEqual([values, values, values, values]);
  }
});

test("an alias is not followed", async () => {
  expect((await resolver.ask(zone.nameServers, `www.${zone.apex}`, "A")).map(({ values }) => values)).toEqual(
    [[], [], [], []],
  );
});

test("a name that doesn't exist differs from one without the type, with names below it, or under a wildcard", async () => {
  const under = `under.${zone.apex}`;
  await replace(provider, zone, null, {
    name: `a.b.${under}`,
    type: "A",
    ttlSeconds: 60,
    values: ["192.0.2.1"],
  });
  await replace(provider, zone, null, {
    name: `*.w.${under}`,
    type: "CNAME",
    ttlSeconds: 60,
    values: ["y.net"],
  });
  const first = async (name: string) => (await resolver.ask(zone.nameServers, name, "TXT"))[0];
  const server = zone.nameServers[0];
  const answer = { server, values: [], problem: null };
  await expect.poll(() => first(`x.w.${under}`), hasTheChange).toEqual({ ...answer, alias: "y.net" });
  expect(await first(`_acme-challenge.x.w.${under}`)).toEqual({ ...answer, alias: "y.net" });
  expect(await first(`a.b.${under}`)).toEqual({ ...answer, zone: zone.apex });
  expect(await first(`b.${under}`)).toEqual({ ...answer, zone: zone.apex });
  expect(await first(`c.${under}`)).toEqual({ ...answer, zone: zone.apex, nothing: true });
});

test("below a zone cut, a server names the delegated zone and its servers", async () => {
  const cut = `cut.${zone.apex}`;
  const servers = ["ns1.other.example", "ns2.other.example"];
  await replace(provider, zone, null, { name: cut, type: "NS", ttlSeconds: 60, values: servers });
  for (const name of [cut, `shop.${cut}`, `_acme-challenge.shop.${cut}`]) {
    await expect
      .poll(async () => (await resolver.ask(zone.nameServers, name, "A")).at(-1), hasTheChange)
      .toEqual({
        server: zone.nameServers.at(-1),
        values: null,
        problem: expect.stringContaining("refers to other name servers"),
        isLame: true,
        referral: { zone: cut, servers },
      });
  }
});

test("a server that does not serve the zone, or has no address, is reported in words", async () => {
  const stranger = ["a1", "b1", "c1"]
    .map((id) => `ns-cloud-${id}.googledomains.com`)
    .find((name) => !zone.nameServers.includes(name));
  const answers = await resolver.ask([stranger ?? "", "ns.no-such-name.net"], zone.apex, "NS");
  expect(answers).toEqual([
    { server: stranger, values: null, problem: expect.stringContaining("doesn’t serve"), isLame: true },
    { server: "ns.no-such-name.net", values: null, problem: expect.stringContaining("no address") },
  ]);
});

test("200 walks of 30 queries each take seconds of processor time, and every query gets its own answer", async () => {
  const before = process.cpuUsage();
  const asked = Array.from({ length: 200 }, async (_, index) => {
    for (let round = 0; round < 7; round++)
      for (const { problem } of await resolver.ask(zone.nameServers, `w${index}.${zone.apex}`, "A"))
        expect(problem).toBeNull();
    await resolver.delegation(zone.apex);
  });
  await Promise.all(asked);
  // This includes the name servers' own time, but not other work on the machine.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(10_000);
});

test("a truncated answer is requested again over TCP", async () => {
  const values = Array.from({ length: 3 }, (_, index) => `192.0.2.${index + 1}`);
  const root = await fakeServer((query, over) => ({
    flags: authoritative | (over === "udp" ? 0x200 : 0),
    answers:
      over === "udp"
        ? []
        : values.map((data) => ({ type: "NS", name: query.questions?.[0]?.name ?? "", data })),
  }));
  const { answers } = await createResolver({ rootServers: [root] }).delegation("net");
  expect(answers[0]?.values).toEqual(values);
});

test("a server that doesn't know EDNS is asked again without it", async () => {
  const root = await fakeServer((query) =>
    (query.additionals ?? []).length > 0
      ? { flags: 1 }
      : { flags: authoritative, answers: [{ type: "NS", name: "net", data: "a.example" }] },
  );
  const { answers } = await createResolver({ rootServers: [root] }).delegation("net");
  expect(answers[0]?.values).toEqual(["a.example"]);
});

test("an answer with another ID, or to another question, is ignored", async () => {
  for (const wrong of [{ id: 1 }, { questions: [{ type: "NS" as const, name: "other" }] }]) {
    const root = await fakeServer((query) => ({
      flags: authoritative,
      answers: [{ type: "NS", name: query.questions?.[0]?.name ?? "", data: "evil.example" }],
      ...("id" in wrong ? { id: (query.id ?? 0) ^ wrong.id } : wrong),
    }));
    const impatient = createResolver({ rootServers: [root], patience: { timeoutMs: 50, tries: 2 } });
    const { answers } = await impatient.delegation("net");
    expect(answers[0]).toMatchObject({
      values: null,
      problem: expect.stringContaining("no answer within 0.1 s"),
    });
  }
});

test("SERVFAIL, and a server on which nothing listens, are reported in words", async () => {
  const failing = await fakeServer(() => ({ flags: 2 }));
  const nobody = { address: "127.0.0.1", port: 9 };
  const { answers } = await createResolver({ rootServers: [failing, nobody] }).delegation("net");
  expect(answers.map(({ problem }) => problem).sort()).toEqual([
    expect.stringContaining("nothing listens there"),
    expect.stringContaining("SERVFAIL"),
  ]);
});

test("a root server that doesn't answer doesn't stop the others", async () => {
  const silent = await fakeServer(() => null);
  const working = outside.dns.dns;
  const patient = createResolver({
    rootServers: [silent, working],
    port: working.port,
    patience: { timeoutMs: 100, tries: 2 },
  });
  for (let round = 0; round < 4; round++) {
    expect((await patient.delegation("democluster.net")).answers.map(({ values }) => values)).toEqual([
      zone.nameServers,
    ]);
  }
});

test("a lost packet is sent again, even if there is only one server", async () => {
  let queries = 0;
  const root = await fakeServer((query) => {
    queries += 1;
    const name = query.questions?.[0]?.name ?? "";
    return queries === 1
      ? null
      : { flags: authoritative, answers: [{ type: "NS", name, data: "a.example" }] };
  });
  const patient = createResolver({ rootServers: [root], patience: { timeoutMs: 100, tries: 2 } });
  expect((await patient.delegation("demo.net")).parent).toBe("net");
});

test("an answer that came while this process stood still is no silence", async () => {
  const patience = { timeoutMs: 100, tries: 1 };
  const root = await fakeServer((query) => {
    const until = performance.now() + 3 * patience.timeoutMs;
    while (performance.now() < until);
    const name = query.questions?.[0]?.name ?? "";
    return { flags: authoritative, answers: [{ type: "NS", name, data: "a.example" }] };
  });
  const { answers } = await createResolver({ rootServers: [root], patience }).delegation("net");
  expect(answers).toEqual([{ server: expect.any(String), values: ["a.example"], problem: null }]);
});

test("a zone whose only name server is inside that zone and has no address in the parent zone is reported in words", async () => {
  const root = await fakeServer(() => ({
    authorities: [{ type: "NS", name: "loop", ttl: 60, data: "ns.loop" }],
  }));
  const lost = createResolver({ rootServers: [root] });
  expect(await lost.ask(["ns.loop", "ns.loop"], "x.loop", "A")).toEqual(
    Array(2).fill({ server: "ns.loop", values: null, problem: expect.stringContaining("has an address") }),
  );
  await expect(lost.delegation("sub.x.loop")).rejects.toMatchObject({ kind: "unreachable" });
});

test("when no root server answers, the failure says so", async () => {
  const nobody = createResolver({ rootServers: [{ address: "127.0.0.1", port: 9 }] });
  await expect(nobody.delegation("democluster.net")).rejects.toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining("democluster.net"),
  });
});

function countOf(answers: readonly { values: string[] | null }[]): number {
  return answers.filter(({ values }) => values && values.length > 0).length;
}
