import { expect, test } from "vitest";
import { fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import { ordersFor } from "./ordering-member";
import { planCertificate } from "./sharing";

function claim(host: string): SecuredHost {
  const credentialName = credentialNameFor(host);
  const server = { index: 0, protocol: "HTTPS", hosts: [host], tlsMode: "SIMPLE", credentialName };
  const gateway = { namespace: "a", name: host.split(".")[0] ?? "" };
  return { ...shop, host, gateway, server, certificateScope: "zone" };
}

test("a visit of one of a thousand hosts that share a wildcard looks at the others only after a change", async () => {
  const some = (count: number, of: string) =>
    Array.from({ length: count }, (_, index) => claim(`${of}${index}.example.net`));
  const { world } = fakeWorld();
  const { registrableDomain } = world;
  let asked = 0;
  world.registrableDomain = (host) => {
    asked += 1;
    return registrableDomain(host);
  };
  const none: SecuredHost[] = [];
  let claims = some(1_000, "h");
  world.cluster.claims = async (host) => (host === "*.example.net" ? claims : none);
  const visitAll = async () => {
    asked = 0;
    for (const target of claims) {
      const planned = await planCertificate(target, "a", world);
      if (!("id" in planned)) throw new Error("nothing planned");
      expect(planned.members).toHaveLength(claims.length);
      expect(ordersFor(planned, planned.names, world)).toBe(claims[0]);
    }
    return asked;
  };
  // A few times for each host, and not a thousand times.
  expect(await visitAll()).toBeLessThan(10 * claims.length);
  expect(await visitAll()).toBeLessThan(5 * claims.length);
  claims = some(1_001, "i");
  expect(await visitAll()).toBeLessThan(10 * claims.length);
});
