import { afterEach, beforeEach, expect, test } from "vitest";
import type { MetadataKey } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import { type HostedId, hostedAccounts } from "@/lib/dns/testing/accounts";
import { markName } from "@/lib/gateway/ownership/marks";
import type { StepId } from "@/lib/gateway/steps";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";

let panel: TestPanel;
beforeEach(async () => {
  panel = await startTestPanel();
});
afterEach(async () => panel?.close());

const ids = Object.keys(hostedAccounts) as HostedId[];

test.each(ids)(
  "%s: a walk goes from nothing to serving, and its end leaves the zone as it was",
  async (id) => {
    const { sandbox, installation } = panel;
    const { definition, credentials } = {
      definition: providers[id],
      credentials: sandbox.dns.providers[id]?.credentials ?? {},
    };
    putMetadata(sandbox, definition.keys, hostedAccounts[id].right(credentials));
    delegateAtOnce(sandbox);
    const host = `shop.walk-${id}.net`;
    const stepOf = (step: StepId) => reportOf(panel, id, host, step);
    putGateway(sandbox, id, host);
    await waitUntil(`${host} is serving`, () => {
      const reports = panel.cluster.live.get(`vamp-demo/${id}:443=${host}`)?.reports ?? [];
      return walkStateOf(reports) === "serving";
    });
    expect(stepOf("zone")?.note).toContain(definition.title);
    expect(stepOf("record")?.state).toBe("done");

    removeGateway(sandbox, id);
    const provider = installation.dnsProviders.providerFor(hostedAccounts[id].right(credentials));
    const zone = (await provider.zones()).find(({ apex }) => apex === `walk-${id}.net`);
    if (!zone) throw new Error("the zone is not listed");
    await waitUntil("nothing of ours is left", async () => {
      const left = await provider.records(zone);
      return left.every(({ type }) => type === "NS");
    });
  },
);

test("of two providers in one virtual cluster, each serves the hosts of its zones", async () => {
  const { sandbox, installation } = panel;
  const cloudflare = hostedAccounts.cloudflare.right(sandbox.dns.providers.cloudflare?.credentials ?? {});
  const google = cloudDnsMetadata(sandbox);
  putMetadata(sandbox, [...providers.google.keys, ...providers.cloudflare.keys], {
    ...google,
    ...cloudflare,
  });
  delegateAtOnce(sandbox);
  await installation.dnsProviders.providerFor(google).createZone("zone-of-two.net");
  await installation.dnsProviders.providerFor(cloudflare).createZone("eu.zone-of-two.net");
  const providerOf = (name: string, host: string) =>
    waitUntil(`${host} has a zone`, () => {
      const found = reportOf(panel, name, host, "zone");
      return found?.state === "done" ? (found.fact as ZoneFact) : null;
    });
  putGateway(sandbox, "one", "shop.zone-of-two.net");
  putGateway(sandbox, "two", "shop.eu.zone-of-two.net");
  expect(await providerOf("one", "shop.zone-of-two.net")).toMatchObject({
    apex: "zone-of-two.net",
    provider: "Google Cloud DNS",
  });
  expect(await providerOf("two", "shop.eu.zone-of-two.net")).toMatchObject({
    apex: "eu.zone-of-two.net",
    provider: "Cloudflare",
  });
});

test("a host that moved to another provider leaves no record and no ownership record at either one when its Gateway is deleted", async () => {
  const { sandbox, installation } = panel;
  const cloudflare = hostedAccounts.cloudflare.right(sandbox.dns.providers.cloudflare?.credentials ?? {});
  const google = cloudDnsMetadata(sandbox);
  putMetadata(sandbox, [...providers.google.keys, ...providers.cloudflare.keys], {
    ...google,
    ...cloudflare,
  });
  delegateAtOnce(sandbox);
  const [one, two] = [google, cloudflare].map((each) => installation.dnsProviders.providerFor(each));
  if (!one || !two) throw new Error("there are two providers");
  const host = "shop.eu.moved.net";
  const oldZone = await one.createZone("moved.net");
  const addressAt = (dns: typeof one, zone: typeof oldZone) =>
    waitUntil(`${host} is at ${dns.title}`, () => dns.read(zone, host, "A"));
  putGateway(sandbox, "moved", host);
  await addressAt(one, oldZone);
  const newZone = await two.createZone("eu.moved.net");
  await panel.cluster.walking?.runner.wake(host, { fresh: true });
  await addressAt(two, newZone);
  removeGateway(sandbox, "moved");
  await waitUntil("its records and marks are gone at both", async () => {
    const left = [...(await one.records(oldZone)), ...(await two.records(newZone))];
    return left.every(({ name }) => name !== host && name !== markName(host));
  });
});

test("dns_zone names a zone although another provider has a longer one, a Gateway overrides it, and a wrong one blocks", async () => {
  const { sandbox, installation } = panel;
  const cloudflare = hostedAccounts.cloudflare.right(sandbox.dns.providers.cloudflare?.credentials ?? {});
  const google = cloudDnsMetadata(sandbox);
  const zoneKey = { key: "dns_zone", secret: false } as MetadataKey;
  putMetadata(sandbox, [...providers.google.keys, ...providers.cloudflare.keys, zoneKey], {
    ...{ ...google, ...cloudflare },
    dns_zone: "named.net",
  });
  const [one, two] = [google, cloudflare].map((each) => installation.dnsProviders.providerFor(each));
  if (!one || !two) throw new Error("there are two providers");
  const used = await one.createZone("named.net");
  // Nobody has delegated it.
  const stale = await two.createZone("eu.named.net");
  sandbox.dns.registrations.set(
    "named.net.",
    used.nameServers.map((server) => `${server}.`),
  );
  const host = "shop.eu.named.net";
  const zoneStep = () => reportOf(panel, "named", host, "zone");
  const why = (part: string) =>
    waitUntil(part, () => ((zoneStep()?.fact as ZoneFact | null)?.why?.includes(part) ? zoneStep() : null));
  const gateways = { group: "networking.istio.io", plural: "gateways" };
  const annotate = (zone: string) => {
    const gateway = sandbox.kubernetes.objects.get(gateways, "vamp-demo", "named");
    const annotations = { ...gateway?.metadata.annotations, "lamia.dev/dns_zone": zone };
    sandbox.kubernetes.objects.put(gateways, { ...gateway, metadata: { ...gateway?.metadata, annotations } });
  };
  putGateway(sandbox, "named", host);
  await waitUntil(`${host} is serving`, () => {
    const reports = panel.cluster.live.get(`vamp-demo/named:443=${host}`)?.reports ?? [];
    return walkStateOf(reports) === "serving";
  });
  expect((await why("Set by dns_zone in the metadata of the virtual cluster."))?.fact).toMatchObject({
    apex: "named.net",
    provider: "Google Cloud DNS",
  });
  expect((await two.records(stale)).filter(({ name }) => name.endsWith(host))).toEqual([]);

  annotate("nowhere.net");
  const blocked = await waitUntil("the wrong zone blocks", () =>
    zoneStep()?.state === "blocked" ? zoneStep() : null,
  );
  expect(blocked.remedy).toContain("Correct dns_zone in the metadata of Gateway named");
  annotate(used.id);
  await why("Set by dns_zone in the metadata of Gateway named.");

  const state = () => walkStateOf(panel.cluster.live.get(`vamp-demo/named:443=${host}`)?.reports ?? []);
  await waitUntil(`${host} is serving again`, () => state() === "serving");
  const set = sandbox.dns.zones.find(used.id)?.set as NonNullable<ManagedZone["set"]>;
  // Of another account, with the same name servers.
  const shadow = { name: "shadow", dnsName: "eu.named.net.", description: "", labels: {}, set };
  const shadowing = sandbox.dns.zones.create(shadow);
  await waitUntil("the zone below takes its names away", async () => {
    await panel.cluster.walking?.runner.wake(host, { fresh: true });
    return reportOf(panel, "named", host, "record")?.note.includes("also serve a zone eu.named.net");
  });
  sandbox.dns.zones.remove(shadowing);
  await waitUntil(`${host} is serving without it`, () => state() === "serving");

  removeGateway(sandbox, "named");
  await waitUntil("its records and marks are gone", async () => {
    const left = await one.records(used);
    return left.every(({ name }) => name !== host && name !== markName(host));
  });
});
