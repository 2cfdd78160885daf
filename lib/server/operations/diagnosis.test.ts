import { expect, test } from "vitest";
import type { ClusterRuntime } from "../cluster-runtime";
import { issuerOf } from "./diagnosis";

const gateways: Record<string, string> = { "shop.example.com": "team-a", "*.example.com": "team-b" };
const runtime = {
  index: {
    targetsOf: (host: string) => (gateways[host] ? [{ gateway: { namespace: gateways[host] } }] : []),
  },
  worlds: { issuerFor: async (virtualCluster: string | null) => ({ title: `CA of ${virtualCluster}` }) },
} as unknown as Pick<ClusterRuntime, "index" | "worlds">;

test.each([
  ["shop.example.com", "team-a"],
  ["blog.example.com", "team-b"],
  ["a.blog.example.com", null],
  ["example.org", null],
])("for %s, CAA records are compared with the CA of %s", async (host, virtualCluster) => {
  expect(await issuerOf(runtime, host)).toMatchObject({ title: `CA of ${virtualCluster}` });
});
