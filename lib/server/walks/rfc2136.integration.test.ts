import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rfc2136 } from "@/lib/dns/rfc2136/rfc2136";
import {
  bind,
  isInstalled,
  knot,
  type NameServerProgram,
  type PrimaryAndSecondary,
  serverNames,
  startPrimaryAndSecondary,
} from "@/lib/dns/testing/primary-and-secondary";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

describe.each([bind, knot])("walks with $title as the provider", (program: NameServerProgram) => {
  describe.skipIf(!isInstalled(program))(`(${program.command} is installed)`, () => {
    let panel: TestPanel;
    let servers: PrimaryAndSecondary;

    beforeAll(async () => {
      panel = await startTestPanel(async () => ({ LAMIA_ALLOWED_TARGETS: "127.0.0.0/8, ::1" }));
      const { sandbox } = panel;
      delegateAtOnce(sandbox);
      servers = await startPrimaryAndSecondary(program, {
        zones: ["walk.net"],
        silentZones: ["late.net"],
        port: sandbox.file.dns.port,
      });
      // The servers' own names are at another provider, as is common without glue records.
      const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
      const home = await dns.createZone("dns-home.net");
      const addresses = serverNames.map((name, index) => {
        const address = program.addresses[index] ?? "";
        const type = address.includes(":") ? ("AAAA" as const) : ("A" as const);
        return { seen: null, next: { name, type, ttlSeconds: 60, values: [address] } };
      });
      await dns.change(home, addresses);
      const nameServers = serverNames.map((name) => `${name}.`);
      for (const domain of ["walk.net.", "late.net."]) sandbox.dns.registrations.set(domain, nameServers);
      const [address] = program.addresses;
      putMetadata(sandbox, rfc2136.keys, {
        rfc2136_server: `${address}:${servers.port}`,
        rfc2136_key_name: "lamia",
        rfc2136_key_secret: servers.secrets.lamia,
      });
    });
    afterAll(async () => {
      await panel?.close();
      await servers?.close();
    });

    const stateOf = (name: string, host: string) =>
      walkStateOf(panel.cluster.live.get(`vamp-demo/${name}:443=${host}`)?.reports ?? []);
    const isServing = (name: string, host: string) =>
      waitUntil(`${host} is serving`, () => stateOf(name, host) === "serving");

    test("a host is served, and its records are deleted with its gateway", async () => {
      putGateway(panel.sandbox, "shop", "shop.walk.net");
      await isServing("shop", "shop.walk.net");
      expect(reportOf(panel, "shop", "shop.walk.net", "zone")?.note).toContain("walk.net");
      expect(reportOf(panel, "shop", "shop.walk.net", "record")?.note).toMatch(/\b2\b/);
      const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
      const zone = (await dns.zones({ holding: "shop.walk.net" })).find(({ apex }) => apex === "walk.net");
      if (!zone) throw new Error("the zone is gone");
      const names = async () => (await dns.records(zone)).map(({ name }) => name);
      await waitUntil("the challenge is gone", async () => {
        const left = await names();
        return left.includes("shop.walk.net") && !left.includes("_acme-challenge.shop.walk.net");
      });
      removeGateway(panel.sandbox, "shop");
      await waitUntil(
        "its records are gone",
        async () => !(await names()).some((name) => name.includes("shop")),
      );
    });

    test("an outdated secondary server is named, and no challenge is accepted until it has caught up", async () => {
      const issued = panel.sandbox.counts.certificatesIssued;
      putGateway(panel.sandbox, "late", "shop.late.net");
      const note = (step: "record" | "certificate") =>
        reportOf(panel, "late", "shop.late.net", step)?.note ?? "";
      await waitUntil("the record names the late server", () =>
        note("record").includes("Not yet: ns2.dns-home.net"),
      );
      await waitUntil("the challenge names it, too", () => note("certificate").includes("serve it yet"));
      expect(panel.sandbox.counts.certificatesIssued).toBe(issued);
      // It requests the zone when it starts.
      await servers.stop("secondary");
      await servers.start("secondary");
      await isServing("late", "shop.late.net");
    });

    test("a zone that the server doesn't have is blocked with a remedy, and nothing is ordered", async () => {
      const orders = panel.sandbox.counts.ordersCreated;
      putGateway(panel.sandbox, "nowhere", "shop.nowhere.net");
      const zone = await waitUntil("the zone is blocked", () => {
        const found = reportOf(panel, "nowhere", "shop.nowhere.net", "zone");
        return found?.state === "blocked" ? found : null;
      });
      expect(zone.remedy).toContain("Create the zone nowhere.net");
      expect(panel.sandbox.counts.ordersCreated).toBe(orders);
    });
  });
});
