import type { DNS } from "@google-cloud/dns";
import { expect, test } from "vitest";
import { listZones } from "./zones";

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
