import { beforeEach, describe, expect, test } from "vitest";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { Failure } from "../failure";

/** A host that gets only records, on a server of this protocol. */
function plain(
  protocol: string,
  rest: Partial<SecuredHost> = {},
  tlsMode: string | null = null,
): SecuredHost {
  const host = rest.host ?? shop.host;
  const server = { index: 0, protocol, hosts: [host], tlsMode, credentialName: null };
  return { ...shop, port: protocol === "HTTP" ? 80 : 443, server, recordsOnly: true, ...rest };
}

let fake: FakeWorld;
beforeEach(() => {
  fake = fakeWorld();
  const answer = fake.answers.get("*");
  fake.answers.set("*", { ...answer, names: [] });
});

const handshake = (names: string[], trusted: boolean | null = true) => {
  fake.world.prober = {
    ...fake.world.prober,
    handshake: async () => ({ serial: "THEIRS", issuer: "Their CA", names, trusted }),
  };
};

describe("a host that gets only records", () => {
  test("over HTTP is reachable once something answers for it at its address, and the note says what", async () => {
    const reports = await visit(fake, 3, [], plain("HTTP"));
    expect(report(reports, "reached")).toMatchObject({
      state: "done",
      note: `http://${shop.host}/ answered 200 at 192.0.2.10.`,
      fact: { by: "http", port: 80, addresses: ["192.0.2.10"] },
    });
    expect(fake.asked).toContain(`http://${shop.host}/ at 192.0.2.10`);
    expect(walkStateOf(reports, { recordsOnly: true })).toBe("serving");
    expect(reports.map(({ step }) => step)).toEqual(["address", "zone", "delegation", "record", "reached"]);
  });

  test("is reachable also where the ingress has no route for it, and the note says that no app answered", async () => {
    fake.answers.set("*", { status: 404, upstreamMs: null });
    const found = report(await visit(fake, 3, [], plain("HTTP")), "reached");
    expect(found).toMatchObject({ state: "done", note: expect.stringMatching(/answered 404 .*no app/) });
  });

  test("waits while nothing answers, less and less often, and says what to check", async () => {
    fake.world.prober = {
      ...fake.world.prober,
      request: () => Promise.reject(new Failure("unreachable", "192.0.2.10 port 80 refused the connection.")),
    };
    const target = plain("HTTP");
    const first = await visit(fake, 3, [], target);
    expect(report(first, "reached")).toMatchObject({
      state: "waiting",
      note: expect.stringMatching(
        /refused the connection\. .*check that Lamia can reach port 80 of 192\.0\.2\.10/,
      ),
    });
    expect(walkStateOf(first, target)).toBe("waiting");
    fake.now = new Date(fake.now.getTime() + 3_600_000);
    const { at, retryAt } = report(await visit(fake, 1, first, target), "reached");
    expect(Date.parse(retryAt ?? "") - Date.parse(at)).toBe(300_000);
  });

  test("behind two addresses is reachable only when both answer", async () => {
    fake.ingresses = fake.ingresses.map((each) => ({
      ...each,
      address: { ipv4: ["192.0.2.10", "192.0.2.11"], ipv6: [], hostname: null },
    }));
    const { request } = fake.world.prober;
    fake.world.prober.request = (ask) =>
      ask.address === "192.0.2.11" ? Promise.reject(new Failure("unreachable", "Silence.")) : request(ask);
    expect(report(await visit(fake, 3, [], plain("HTTP")), "reached").state).toBe("waiting");
  });

  test("over TLS is reachable with the certificate that is there, and the note says if browsers don't trust it", async () => {
    handshake(["*.democluster.net"], false);
    for (const mode of ["SIMPLE", "PASSTHROUGH", "MUTUAL"]) {
      const found = report(await visit(fake, 3, [], plain("HTTPS", {}, mode)), "reached");
      expect(found).toMatchObject({
        state: "done",
        note: expect.stringMatching(/Their CA for \*\.democluster\.net\. Browsers don’t trust it\./),
        fact: { by: "tls" },
      });
    }
    expect(fake.did.filter((entry) => entry.startsWith("key") || entry.startsWith("order"))).toEqual([]);
  });

  test("is blocked by a certificate for another host, with a remedy", async () => {
    handshake(["other.example.org"]);
    const target = plain("TLS", {}, "PASSTHROUGH");
    const found = report(await visit(fake, 3, [], target), "reached");
    expect(found).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("doesn’t cover shop.democluster.net"),
      remedy: expect.stringContaining("Secured Host"),
    });
  });

  test("that is a wildcard is tried with a name below it", async () => {
    handshake(["*.democluster.net"]);
    const target = plain("HTTPS", { host: "*.democluster.net" }, "SIMPLE");
    expect(report(await visit(fake, 3, [], target), "reached").state).toBe("done");
  });

  test("of a protocol that only the mesh or the app speaks isn't tried, and the note says so", async () => {
    fake.ingresses = fake.ingresses.map((each) => ({ ...each, ports: [443, 5432, 15_443, 27_017] }));
    for (const target of [
      plain("TCP", { port: 5432 }),
      plain("MONGO", { port: 27_017 }),
      plain("HTTPS", {}, "ISTIO_MUTUAL"),
      plain("TLS", { port: 15_443 }, "AUTO_PASSTHROUGH"),
    ]) {
      const found = report(await visit(fake, 3, [], target), "reached");
      expect(found).toMatchObject({
        state: "done",
        note: expect.stringContaining(String(target.port)),
        fact: { by: null, addresses: [] },
      });
    }
    expect(fake.asked).toEqual([]);
  });

  test("isn't tried before its record is in DNS", async () => {
    fake.lagging.add("ns2.dns.test");
    const reports = await visit(fake, 3, [], plain("HTTP"));
    expect(report(reports, "reached").state).toBe("pending");
    expect(fake.asked).toEqual([]);
  });
});
