import { describe, expect, test } from "vitest";
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
