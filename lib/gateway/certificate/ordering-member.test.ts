import { describe, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { certificate as certificateStep } from "@/lib/gateway/steps/certificate";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import type { CertificateFact } from "./certificate-fact";
import { namesInTurn, ordersFor, turnAt } from "./ordering-member";

const dayInMs = 86_400_000;
const hosts = ["first.democluster.net", "shop.democluster.net", "third.democluster.net"];
const wildcard = "*.democluster.net";

function member(host: string): SecuredHost {
  const credentialName = credentialNameFor(host);
  const server = { index: 0, protocol: "HTTPS", hosts: [host], tlsMode: "SIMPLE", credentialName };
  const gateway = { namespace: shop.gateway.namespace, name: host.split(".")[0] ?? "" };
  return { ...shop, host, gateway, server, certificateScope: "zone" };
}

const members = hosts.map(member) as [SecuredHost, SecuredHost, SecuredHost];
const [, second] = members;

/** All use a wildcard of 90 days that was issued so long ago. */
function sharing(days: number, claims: readonly SecuredHost[] = members): FakeWorld {
  const fake = fakeWorld();
  fake.world.cluster.claims = async (host) => (host === wildcard.slice(2) ? [] : claims);
  const issued = new Date(fake.now.getTime() - days * dayInMs);
  const certificate = certificateInfo("WILD", issued, 90, [wildcard, "democluster.net"]);
  const issue = { ca: null, detour: null };
  const asked = { request: null, revocations: [] };
  fake.kept.set(wildcard, { certificate, order: null, issue, holder: shop.gateway.namespace, ...asked });
  const served = { serial: "WILD", host: second.host, isRight: true, clientCa: null, unwantedSince: null };
  fake.secrets.set(`istio-system/${second.server?.credentialName}`, served);
  fake.served = "WILD";
  fake.world.ca.order = async () => {
    const challenge = { name: "_acme-challenge.democluster.net", value: "token", status: "pending" as const };
    fake.orders.set("order-1", { status: "pending", challenges: [challenge] });
    fake.did.push("order-1");
    return "order-1";
  };
  return fake;
}

const factOf = async (fake: FakeWorld, visits: number) =>
  report(await visit(fake, visits, [], second), "certificate").fact as CertificateFact;

describe("the renewal of a shared certificate", () => {
  test("is left to the first member, which has a day", async () => {
    const fake = sharing(60.9);
    expect(await factOf(fake, 4)).toMatchObject({ serial: "WILD", renewalProblem: null });
    expect(fake.kept.get(wildcard)?.order).toBeNull();
  });

  test("is another member's turn when the walk of the first one stops before its certificate", async () => {
    const fake = sharing(61.1);
    const fact = await factOf(fake, 8);
    expect(fact).toMatchObject({ serial: "SERIAL-order-1", renewalProblem: null });
    expect(fake.did.filter((entry) => entry.startsWith("order-"))).toEqual(["order-1"]);
  });

  test("comes in time for a certificate of six days, too", () => {
    const due = new Date("2026-06-04T00:00:00Z");
    const end = "2026-06-07T00:00:00Z";
    const turns = (hours: number) => turnAt(new Date(due.getTime() + hours * 3_600_000), due, end);
    expect([-1, 0, 3, 4, 71].map(turns)).toEqual([0, 0, 0, 1, 19]);
  });

  test("that nobody does is a problem of every member from halfway to the end, and the certificate stays in use", async () => {
    const broken = { ...second, server: null };
    for (const [days, problem] of [
      [74, null],
      [76, expect.stringMatching(/due since .*none of the hosts/)],
    ] as const) {
      const fake = sharing(days, [members[0], broken, members[2]]);
      const facts = { delegation: { zone: { owner: shop.gateway } } };
      expect(await certificateStep.run(broken, facts as never, fake.world)).toMatchObject({
        state: "done",
        fact: { serial: "WILD", renewalProblem: problem },
      });
    }
  });
});

test("members take turns, and a new member has only the first one, for all names", () => {
  const { world } = fakeWorld();
  const plan = { members, holder: shop.gateway.namespace };
  const turns = [0, 1, 2, 3];
  const inTurn = (covered: string[]) => turns.map((turn) => ordersFor(plan, covered, world, turn)?.host);
  const [first, shopHost, third] = hosts as [string, string, string];
  expect(inTurn([wildcard])).toEqual([first, shopHost, third, first]);
  expect(inTurn([shopHost, third])).toEqual([first, shopHost, third, shopHost]);
  expect(inTurn([])).toEqual([first, shopHost, third, first]);
  expect(ordersFor({ ...plan, members: [] }, [], world, 3)).toBeNull();
  expect(namesInTurn(hosts, [shopHost, third], 0)).toEqual(hosts);
  expect(namesInTurn(hosts, [shopHost, third], 1)).toEqual([shopHost, third]);
  expect(namesInTurn(hosts, [], 1)).toEqual(hosts);
});

describe("the first certificate that several hosts share", () => {
  /** All on one server of one Gateway. */
  const ofServer = members.map((each, at) => ({
    ...each,
    gateway: shop.gateway,
    server: { ...(shop.server as NonNullable<typeof shop.server>), hosts },
    certificateScope: "server" as const,
    serverHosts: hosts,
    ...(at > 0 ? { serverTakenBy: hosts[0] as string } : {}),
  })) as unknown as typeof members;

  /** Nothing is issued yet; the first host's walk stops before its certificate. */
  function without(claims: readonly SecuredHost[] = members): FakeWorld {
    const fake = sharing(0, claims);
    fake.kept.clear();
    fake.served = null;
    fake.secrets.clear();
    const { ca } = fake.world;
    fake.world.ca = {
      ...ca,
      async order(names) {
        const url = `order-${fake.did.filter((entry) => entry.startsWith("order ")).length + 1}`;
        const names_ = names.map((name) => `_acme-challenge.${name.replace(/^\*\./, "")}`);
        const challenges = [...new Set(names_)].map((name) => ({
          ...{ name, value: "token", status: "pending" as const },
        }));
        fake.orders.set(url, { status: "pending", challenges });
        fake.did.push(`order ${names.join()}`);
        return url;
      },
    };
    return fake;
  }

  const ordered = (fake: FakeWorld) => fake.did.filter((entry) => entry.startsWith("order "));
  const later = (fake: FakeWorld, minutes: number) => {
    fake.now = new Date(fake.now.getTime() + minutes * 60_000);
  };

  test("is another host's to order after a quarter of an hour, if the walk of the first one stops before, and the page says when", async () => {
    const fake = without();
    const first = await visit(fake, 2, [], second);
    expect(report(first, "certificate")).toMatchObject({
      state: "waiting",
      note: expect.stringMatching(
        /^first\.democluster\.net of Gateway first orders .* by 2026-06-01, 00:15:00 UTC/,
      ),
    });
    later(fake, 14);
    const still = await visit(fake, 1, first, second);
    expect(ordered(fake)).toEqual([]);
    later(fake, 1);
    const after = await visit(fake, 8, still, second);
    expect(report(after, "certificate")).toMatchObject({ state: "done", fact: { serial: "SERIAL-order-1" } });
    expect(ordered(fake)).toEqual([`order ${wildcard},democluster.net`]);
    // The first one goes on with what is there.
    const late = await visit(fake, 4, [], members[0]);
    expect(report(late, "certificate").state).toBe("done");
    expect(ordered(fake)).toHaveLength(1);
  });

  test("is ordered by the third host a turn later than by the second one", async () => {
    const fake = without();
    const before = await visit(fake, 1, [], members[2]);
    later(fake, 29);
    await visit(fake, 1, before, members[2]);
    expect(ordered(fake)).toEqual([]);
    later(fake, 1);
    await visit(fake, 1, before, members[2]);
    expect(ordered(fake)).toHaveLength(1);
  });

  test("has one order, which the host that placed it goes on with, and another one only after a day", async () => {
    const fake = without();
    fake.lagging.add("ns2.dns.test");
    const before = await visit(fake, 1, [], second);
    later(fake, 15);
    await visit(fake, 2, before, second);
    const [one, , three] = members;
    for (const each of [one, three]) {
      const waits = report(await visit(fake, 2, [], each), "certificate");
      expect(waits.note).toMatch(/^shop\.democluster\.net of Gateway shop orders/);
    }
    later(fake, 24 * 60);
    fake.lagging.clear();
    expect(report(await visit(fake, 6, [], second), "certificate").state).toBe("waiting");
    expect(report(await visit(fake, 6, [], three), "certificate").state).toBe("done");
    expect(ordered(fake)).toHaveLength(1);
  });

  test("has one order if two hosts begin at the same moment", async () => {
    const fake = without();
    const [one, , three] = members;
    const reports = [await visit(fake, 1, [], second), await visit(fake, 1, [], three)] as const;
    later(fake, 31);
    await Promise.all([
      visit(fake, 1, [], one),
      visit(fake, 1, reports[0], second),
      visit(fake, 1, reports[1], three),
    ]);
    expect(ordered(fake)).toHaveLength(1);
  });

  test("has one order however long the CA takes to answer", async () => {
    const fake = without();
    const [one, , three] = members;
    const { order } = fake.world.ca;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    fake.world.ca.order = async (...asked) => {
      await answered;
      return order(...asked);
    };
    const waiting = await visit(fake, 1, [], second);
    later(fake, 15);
    const placing = visit(fake, 8, waiting, second);
    await vi.waitFor(() => expect(fake.kept.get(wildcard)?.order).toMatchObject({ url: null }));
    for (const minutes of [0.1, 1, 13]) {
      later(fake, minutes);
      for (const each of [one, three])
        expect(report(await visit(fake, 2, [], each), "certificate").note).toMatch(
          /^shop\.democluster\.net of Gateway shop orders/,
        );
    }
    answer();
    expect(report(await placing, "certificate").state).toBe("done");
    expect(ordered(fake)).toHaveLength(1);
  });

  test("that no CA has taken is begun anew by the next host after a quarter of an hour", async () => {
    const fake = without();
    const [one, , three] = members;
    const { order } = fake.world.ca;
    fake.world.ca.order = async () => {
      throw new Failure("unreachable", "The CA doesn't answer.");
    };
    const waiting = await visit(fake, 1, [], second);
    later(fake, 15);
    await visit(fake, 1, waiting, second);
    fake.world.ca.order = order;
    later(fake, 14);
    for (const each of [one, three]) await visit(fake, 2, [], each);
    expect(ordered(fake)).toEqual([]);
    later(fake, 1);
    expect(report(await visit(fake, 8, [], three), "certificate").state).toBe("done");
    // The host that began the first one goes on with what is there.
    expect(report(await visit(fake, 4, [], second), "certificate").state).toBe("done");
    expect(ordered(fake)).toHaveLength(1);
  });

  test("of a server leaves out the host whose walk stops, and has it once that goes on", async () => {
    const fake = without(ofServer);
    fake.world.cluster.claims = async (host) => ofServer.filter((each) => each.host === host);
    const [one, two, three] = ofServer;
    const waits = await visit(fake, 1, [], two);
    later(fake, 15);
    const served = await visit(fake, 8, waits, two);
    expect(report(served, "certificate").fact).toMatchObject({ names: hosts.slice(1) });
    expect(report(await visit(fake, 2, [], three), "certificate").state).toBe("done");
    const complete = await visit(fake, 8, [], one);
    expect(report(complete, "certificate").fact).toMatchObject({ names: hosts });
    expect(ordered(fake)).toEqual([`order ${hosts.slice(1)}`, `order ${hosts}`]);
  });

  test("isn't ordered again in another host's place after the CA has refused it", async () => {
    const fake = without();
    const { ca } = fake.world;
    const use = { kind: "failuresPerName" as const, of: wildcard, used: 1, limit: 5, windowSeconds: 3600 };
    fake.world.ca = { ...ca, outlook: async () => ({ uses: [{ ...use, freeAt: null }], hindrance: null }) };
    const before = await visit(fake, 1, [], second);
    later(fake, 60);
    const waits = report(await visit(fake, 2, before, second), "certificate");
    expect(waits).toMatchObject({ state: "waiting", note: expect.not.stringContaining("UTC") });
    expect(ordered(fake)).toEqual([]);
  });
});
