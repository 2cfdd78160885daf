import type { DNS } from "@google-cloud/dns";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listZones, zoneName } from "./zones";

const metadata = (name: string, more: object = {}) => ({
  metadata: { name, dnsName: "Demo.NET.", nameServers: ["NS2.example.", "ns1.example."], ...more },
});

test("private zones, and what answers inside a network only, are no zones for a site", async () => {
  const getZones = async () => [
    [
      metadata("public", { visibility: "public", creationTime: "2026-01-01T00:00:00.000Z" }),
      metadata("private", { visibility: "private" }),
      metadata("undated", { creationTime: "long ago" }),
    ],
  ];
  expect(await listZones({ getZones } as unknown as DNS)).toEqual([
    {
      id: "public",
      apex: "demo.net",
      nameServers: ["ns1.example", "ns2.example"],
      createdAt: "2026-01-01T00:00:00.000Z",
    },
    { id: "undated", apex: "demo.net", nameServers: ["ns1.example", "ns2.example"] },
  ]);
});

test("a zone is named as its domain, with hyphens", () => {
  expect(zoneName("democluster.net")).toBe("democluster-net");
  expect(zoneName("1and1.com")).toBe("zone-1and1-com");
});

test("any domain gets a name that Cloud DNS takes, and another one when the first is taken", () => {
  fc.assert(
    fc.property(fc.domain(), (apex) => {
      for (const distinct of [false, true])
        expect(zoneName(apex, distinct)).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(zoneName(apex, true)).not.toBe(zoneName(apex));
    }),
  );
});

test("domains with the same plain name differ when made distinct", () => {
  expect(zoneName("a-b.net")).toBe(zoneName("a.b.net"));
  expect(zoneName("a-b.net", true)).not.toBe(zoneName("a.b.net", true));
});
