import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { NameServersView } from "@/lib/api/name-servers";
import type { Metadata, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";
import { type RegistrarId, registrarAccounts } from "@/lib/dns/testing/registrar-accounts";
import type { DelegationFact } from "@/lib/gateway/steps/delegation";
import { revealed } from "@/lib/model/settings";
import { ProblemError } from "@/lib/server/http/problem-error";
import { readNameServers, setNameServers } from "@/lib/server/operations/name-servers";
import { call, thrownProblem } from "@/lib/server/testing/call";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";
import { initialLevers } from "@/sandbox/levers/levers";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(async () => panel?.close());
beforeEach(() => {
  Object.assign(panel.sandbox.levers, initialLevers);
});

async function setUp(id: RegistrarId | null, { isWrong = false } = {}): Promise<void> {
  const { sandbox } = panel;
  const credentials = id ? (sandbox.dns.providers[id]?.credentials ?? {}) : {};
  const account = id ? registrarAccounts[id][isWrong ? "wrong" : "right"](credentials) : {};
  const keys = id ? registrars[id].keys : [];
  const metadata: Metadata = { ...cloudDnsMetadata(sandbox), ...account };
  putMetadata(sandbox, [...providers.google.keys, ...keys], metadata);
  const registrarsKeys = Object.values<RegistrarDefinition>(registrars).flatMap((each) => each.keys);
  await waitUntil("the panel knows the settings", async () => {
    const { own } = await panel.cluster.worlds.providerSettings("vamp-demo");
    return registrarsKeys.every(({ key }) => revealed(own, key) === revealed(metadata, key));
  });
}

/** A domain that is in use at another provider, with mail and a website, and a gateway that wants it. */
async function domainInUse(name: string, domain: string) {
  const { sandbox } = panel;
  const { registrations, others } = sandbox.dns;
  registrations.set(`${domain}.`, ["ns1.parking.registrar.test.", "ns2.parking.registrar.test."]);
  const host = `shop.${domain}`;
  putGateway(sandbox, name, host);
  const seen = await waitUntil(`${domain} isn't delegated to its zone`, () => {
    const report = reportOf(panel, name, host, "delegation");
    return report?.state === "blocked" && report;
  });
  const { expected } = seen.fact as DelegationFact;
  const set = expected[0]?.includes("-a1.") ? ("b" as const) : ("a" as const);
  const zones = others[0]?.zones;
  const old = zones?.create({ name: `old-${name}`, dnsName: `${domain}.`, description: "", labels: {}, set });
  if (!zones || !old) throw new Error("no other provider");
  zones.change(old, {
    deletions: [],
    additions: [
      { name: `${domain}.`, type: "MX", ttl: 300, rrdatas: [`10 mail.${domain}.`] },
      { name: `${domain}.`, type: "TXT", ttl: 300, rrdatas: ['"v=spf1 -all"'] },
      { name: `www.${domain}.`, type: "A", ttl: 300, rrdatas: ["203.0.113.8"] },
      { name: `shop.${domain}.`, type: "A", ttl: 300, rrdatas: ["203.0.113.9"] },
    ],
  });
  const oldServers = [...old.nameServers];
  registrations.set(`${domain}.`, oldServers);
  await panel.cluster.walking?.runner.wake([host], { fresh: true });
  const params = { vc: "vamp-demo", name, host };
  const read = (direction = "zone") =>
    call<NameServersView>(panel.cluster, readNameServers, { params, query: { direction } });
  const confirm = (body: unknown) => call<NameServersView>(panel.cluster, setNameServers, { params, body });
  // Records take a moment to reach both providers' name servers.
  await waitUntil("both providers' servers have the records", () =>
    read().then(
      ({ differences }) => differences.length >= 4,
      () => false,
    ),
  );
  return {
    host,
    expected,
    old: oldServers.map((server) => server.slice(0, -1)).sort(),
    read,
    confirm,
    /** Reviews again, as a user would, when a name server that is too busy to answer has put more at stake. */
    reviewAndConfirm: () =>
      waitUntil("the review is confirmed", async () => {
        try {
          return await confirm(await read());
        } catch (thrown) {
          if (thrown instanceof ProblemError && thrown.message.includes("at stake")) return null;
          throw thrown;
        }
      }),
  };
}

const serving = (name: string, host: string) =>
  waitUntil(`${host} serves`, () => walkState(panel, `vamp-demo/${name}:443=${host}`) === "serving");
const inRegistry = (domain: string) =>
  (panel.sandbox.dns.registrations.get(`${domain}.`)?.nameServers ?? [])
    .map((name) => name.slice(0, -1))
    .sort();

test("a confirmed change shows what is at stake, moves the domain, lets the walk go on, and has a way back", async () => {
  await setUp("namecom");
  const domain = "in-use-namecom.net";
  const { host, expected, old, read, confirm, reviewAndConfirm } = await domainInUse("in-use", domain);
  // A name server that is too busy to answer leaves questions open, which the review lists, or another one answers
  // them, which may not have the records yet.
  const seen = await waitUntil("every question is answered by servers that have the records", async () => {
    const review = await read();
    return review.unanswered.length === 0 && review.differences.length >= 4 && review;
  });
  expect(seen).toMatchObject({ domain, registrar: "name.com", now: old, next: expected, nowSide: "answers" });
  const lacking = seen.differences.filter(({ next }) => next.length === 0);
  expect(lacking).toEqual(
    expect.arrayContaining([
      { name: domain, type: "MX", now: [`10 mail.${domain}`], next: [] },
      { name: domain, type: "TXT", now: ["v=spf1 -all"], next: [] },
      { name: `www.${domain}`, type: "A", now: ["203.0.113.8"], next: [] },
    ]),
  );

  // What wasn't reviewed isn't at stake: not a record, and not other name servers.
  const unseen = seen.differences.filter(({ type }) => type !== "MX");
  const more = await thrownProblem(confirm({ ...seen, differences: unseen }));
  expect(more).toMatchObject({ status: 409, current: { now: old } });
  panel.sandbox.dns.registrations.set(`${domain}.`, [
    "ns1.parking.registrar.test.",
    "ns2.parking.registrar.test.",
  ]);
  const moved = await thrownProblem(confirm(seen));
  expect(moved).toMatchObject({
    status: 409,
    current: { now: ["ns1.parking.registrar.test", "ns2.parking.registrar.test"] },
  });
  panel.sandbox.dns.registrations.set(
    `${domain}.`,
    old.map((name) => `${name}.`),
  );
  expect(inRegistry(domain)).toEqual(old);

  await reviewAndConfirm();
  expect(inRegistry(domain)).toEqual(expected);
  await serving("in-use", host);
  const { items } = await panel.installation.store.events.list({ host });
  const event = items.find(({ type }) => type === "name-servers.changed");
  expect(event?.message).toContain(`Before, they were ${old.join(", ")}`);

  const { fact } = reportOf(panel, "in-use", host, "delegation") ?? {};
  expect((fact as DelegationFact).registrar?.previous).toMatchObject({
    nameServers: old,
    registrar: "name.com",
  });
  const back = await read("back");
  expect(back).toMatchObject({ now: expected, next: old });
  await confirm(back);
  expect(inRegistry(domain)).toEqual(old);
});

test("Route 53 carries the change out later; until then the walk waits, and says for what", async () => {
  await setUp("route53domains");
  panel.sandbox.levers.registrarSeconds = 2;
  const { host, expected, read, reviewAndConfirm } = await domainInUse("later", "in-use-route53.net");
  await reviewAndConfirm();
  await waitUntil("the walk waits for Route 53", () =>
    reportOf(panel, "later", host, "delegation")?.note.includes("Route 53 Domains is changing"),
  );
  expect((await thrownProblem(read())).detail).toContain("is still changing");
  await serving("later", host);
  expect(inRegistry("in-use-route53.net")).toEqual(expected);
});

test("DS records, a lock, a domain of others, and wrong credentials each forbid the change, and say what to do", async () => {
  await setUp("route53domains");
  const domain = "forbidden.net";
  const { host, old, read, confirm } = await domainInUse("forbidden", domain);
  const seen = await read();
  const { registrations } = panel.sandbox.dns;
  const refused = async () => {
    const problem = await thrownProblem(confirm(seen));
    expect(inRegistry(domain)).toEqual(old);
    return problem;
  };
  registrations.sign(`${domain}.`, [`60485 13 2 ${"2bb183af".repeat(8)}`]);
  expect(await refused()).toMatchObject({
    status: 409,
    detail: expect.stringContaining("Remove the DS records"),
  });
  registrations.sign(`${domain}.`, []);
  registrations.lock(`${domain}.`, ["serverUpdateProhibited"]);
  expect(await refused()).toMatchObject({
    status: 409,
    detail: expect.stringContaining("serverUpdateProhibited"),
  });
  registrations.lock(`${domain}.`, []);
  panel.sandbox.levers.providerRetryAfterSeconds = 17;
  expect(await refused()).toMatchObject({ status: 429, detail: expect.stringContaining("17 seconds") });
  panel.sandbox.levers.providerRetryAfterSeconds = null;
  await setUp("namecom", { isWrong: true });
  expect(await refused()).toMatchObject({ status: 502, detail: expect.stringContaining("namecom_token") });
  await panel.cluster.walking?.runner.wake([host], { fresh: true });
  await waitUntil("the step names the problem, too", () => {
    const fact = reportOf(panel, "forbidden", host, "delegation")?.fact as DelegationFact | undefined;
    return fact?.registrar?.problem?.note.includes("refused the credentials");
  });
  await setUp("namecom");
  const registered = registrations.get(`${domain}.`);
  registrations.remove(`${domain}.`);
  expect(await thrownProblem(read())).toMatchObject({ detail: expect.stringContaining("No registrar") });
  if (registered) registrations.set(`${domain}.`, registered.nameServers);
  await setUp(null);
  expect(await refused()).toMatchObject({
    status: 409,
    detail: expect.stringContaining("No registrar is set up"),
  });
});
