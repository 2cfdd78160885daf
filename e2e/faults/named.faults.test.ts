import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keepCleanupTask } from "@/lib/server/operations/cleanup-tasks";
import { clusterOf } from "@/lib/server/panel";
import { call } from "@/lib/server/testing/call";
import { putGateway, waitUntil } from "@/lib/server/testing/test-panel";
import { editedList } from "./faults";
import type { Rule } from "./http-wire";
import { foundPicture } from "./invariants";
import { untilAllIsWell } from "./settle";
import { create, freeSlots, newSite, remove, replace, type Site, wantedSlots } from "./site";
import { openStage, type Stage, secretsOf } from "./stage";

/** Named faults, one at a time, that no integration test of the panel covers. */
const hosts = 30;
const wantedAtFirst = 12;
/** Longer than the grace period plus a second list. */
const longEnoughMs = 2500;
const secrets = { group: "", plural: "secrets" };

let stage: Stage;
let site: Site;
let ignoredSecrets: ReadonlySet<string>;

beforeAll(async () => {
  stage = await openStage();
  ignoredSecrets = secretsOf(stage);
  site = newSite(hosts);
  for (const slot of site.slots.slice(0, wantedAtFirst)) create(stage, site, slot);
  await allIsWell();
});
afterAll(async () => stage?.close());
afterEach(async () => {
  for (const wire of [stage.wires.kubernetes, stage.wires.provider, stage.wires.ca]) wire.rules.clear();
  stage.wires.names.verdict = () => "answer";
  await stage.panel?.installation.store.database.query(
    "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
  );
});

const allIsWell = () => untilAllIsWell(stage, site, ignoredSecrets);
const counts = () => ({ ...stage.world.sandbox.counts });
const picture = () => foundPicture(stage, ignoredSecrets);

const kinds = ["gateways", "secrets", "services", "namespaces", "deployments"];
const isListOf = (kind: string, path: string) => new RegExp(`/${kind}(\\?|$)`).test(path);
const isWatch = (path: string) => /[?&]watch=(true|1)/.test(path);
const lies: [string, (kind: string) => Rule][] = [
  ...[404, 403, 410, 429, 500, 503].map((status): [string, (kind: string) => Rule] => [
    `answered ${status}`,
    (kind) =>
      ({ method, path }) =>
        method === "GET" && isListOf(kind, path) ? { kind: "answer", status, body: "no" } : null,
  ]),
  ...(
    [
      ["empty", () => []],
      ["null", () => null],
      ["half of the truth", (items) => items.slice(0, items.length / 2)],
    ] as [string, (items: unknown[]) => unknown][]
  ).map(([what, edit]): [string, (kind: string) => Rule] => [
    what,
    (kind) =>
      ({ method, path }) =>
        method === "GET" && isListOf(kind, path) && !isWatch(path)
          ? { kind: "edit", edit: (body) => editedList(body, edit) }
          : null,
  ]),
];

/** The short form, in `npm test`, runs those that were once mistaken for deletions. */
const isShort = process.env.LAMIA_FAULTS_COUNT === undefined;
const played = lies.filter(
  ([what]) => !isShort || ["answered 404", "empty", "half of the truth"].includes(what),
);

test.each(played)(
  "while lists of every kind are %s, nothing is removed, written or ordered",
  async (_, lie) => {
    const before = { picture: await picture(), changes: counts().dnsChanges, orders: counts().ordersCreated };
    const { kubernetes } = stage.wires;
    for (const kind of kinds) kubernetes.rules.add(lie(kind));
    kubernetes.cut();
    await sleep(longEnoughMs);
    expect({
      picture: await picture(),
      changes: counts().dnsChanges,
      orders: counts().ordersCreated,
    }).toEqual(before);
    kubernetes.rules.clear();
    await allIsWell();
  },
);

test("replacing ten gateways by force while the watches are cut loses nothing", async () => {
  const before = counts();
  for (const slot of wantedSlots(site).slice(0, 10)) {
    replace(stage, slot);
    stage.wires.kubernetes.cut();
  }
  await sleep(longEnoughMs);
  await allIsWell();
  const { dnsChanges, ordersCreated } = counts();
  expect({ dnsChanges, ordersCreated }).toEqual({
    dnsChanges: before.dnsChanges,
    ordersCreated: before.ordersCreated,
  });
});

test("a panel that starts without its database and sees no Namespaces at first finds what was deleted before", async () => {
  const { kubernetes } = stage.wires;
  const [gone] = wantedSlots(site);
  if (!gone) throw new Error("no host is wanted");
  await stage.stop(true);
  remove(stage, gone);
  const lie: Rule = ({ method, path }) =>
    method === "GET" && isListOf("namespaces", path) && !isWatch(path)
      ? { kind: "edit", edit: (body) => editedList(body, () => null) }
      : null;
  kubernetes.rules.add(lie);
  await stage.start();
  await sleep(longEnoughMs);
  kubernetes.rules.clear();
  await allIsWell();
});

test("five that go at once wait for a confirmation; kept ones stay, and confirmed ones go", async () => {
  if (!stage.panel) throw new Error("the panel is down");
  const cluster = clusterOf(stage.panel);
  const before = await picture();
  const going = wantedSlots(site).slice(0, 5);
  const [kept] = going;
  const named = kept?.gateway;
  for (const slot of going) remove(stage, slot);
  const braked = await waitUntil("the brake holds them", async () => {
    const pending = await cluster.installation.store.cleanups.pending();
    return pending.length === 5 && pending.every(({ state }) => state === "braked") ? pending : null;
  });
  await sleep(longEnoughMs);
  expect(await picture()).toEqual(before);
  const id = braked.find(({ gateway }) => gateway === named)?.id ?? "";
  await call(cluster, keepCleanupTask, { params: { id } });
  // Kept while nobody wants it; then the kept certificate serves it.
  if (kept) create(stage, site, kept);
  site.certificates -= 1;
  await allIsWell();
});

test("hosts created while every answer to a DNS change is lost end up complete", async () => {
  stage.wires.provider.rules.add(({ method, path }) =>
    method === "GET" || path.startsWith("/token") ? null : { kind: "lose-answer" },
  );
  for (const slot of freeSlots(site).slice(0, 3)) create(stage, site, slot);
  await waitUntil("a change was made, and its answer lost", () => stage.wires.provider.lost.size > 0);
  await sleep(longEnoughMs);
  stage.wires.provider.rules.clear();
  await allIsWell();
});

test.each(["/acme/new-order", "/acme/challenge/", "/finalize", "/acme/certificate/"])(
  "where the CA's first answers at %s are lost, each host has one certificate, and no order is lost twice",
  async (place) => {
    const before = counts();
    let losses = 2;
    stage.wires.ca.rules.add(({ path }) => {
      if (losses === 0 || !path.includes(place)) return null;
      losses -= 1;
      return { kind: "lose-answer" };
    });
    const made = freeSlots(site).slice(0, 2);
    for (const slot of made) create(stage, site, slot);
    await allIsWell();
    expect(losses).toBe(0);
    // If the answer with an order's address is lost, the order can't be resumed: one more for each of those, and
    // none otherwise.
    const unreported = place === "/acme/new-order" ? 2 : 0;
    expect(counts().ordersCreated - before.ordersCreated).toBeLessThanOrEqual(made.length + unreported);
  },
);

test("while name servers don't answer about a challenge, it isn't written again", async () => {
  const before = counts();
  const [slot] = freeSlots(site);
  if (!slot) throw new Error("no host is free");
  stage.wires.names.verdict = () => "silent";
  create(stage, site, slot);
  await sleep(2 * longEnoughMs);
  stage.wires.names.verdict = () => "answer";
  await allIsWell();
  // Record and ownership record, the challenge, and the removal of the challenge.
  expect(counts().dnsChanges - before.dnsChanges).toBeLessThanOrEqual(3);
  expect(counts().ordersCreated - before.ordersCreated).toBe(1);
});

test("ten gateways whose CA takes seven seconds to answer an order have one wildcard certificate, ordered once", async () => {
  const { sandbox } = stage.world;
  const { objects } = sandbox.kubernetes;
  const before = counts();
  let held = 0;
  stage.wires.ca.rules.add(({ path }) => {
    if (!path.includes("/acme/new-order")) return null;
    held += 1;
    return { kind: "delay", ms: 7000 };
  });
  const names = Array.from({ length: 10 }, (_, at) => `shared${at}`);
  const annotations = { "lamia.dev/certificate_scope": "zone" };
  const put = (name: string) => putGateway(sandbox, name, `${name}.democluster.net`, { annotations });
  // The host whose turn it would be joins while another one waits for the CA's answer.
  const [late = "", ...early] = names;
  for (const name of early) put(name);
  await waitUntil("the order is on its way", () => held > 0);
  put(late);
  await waitUntil("each has its Secret", () =>
    names.every((name) => objects.get(secrets, "istio-system", `${name}-tls`)),
  );
  expect(held).toBe(1);
  const { ordersCreated, certificatesIssued } = counts();
  expect(ordersCreated - before.ordersCreated).toBe(1);
  expect(certificatesIssued - before.certificatesIssued).toBe(1);
});
