import { createLoader } from "nuqs/server";
import { describe, expect, test } from "vitest";
import { applicationFilterOf, applicationParsers } from "@/components/application/application-filters";
import { certificateFilterOf, certificateParsers } from "@/components/certificate/certificate-filters";
import { filterOf, findingParsers } from "@/components/finding/finding-filters";
import { gatewayFilterOf, gatewayParsers } from "@/components/gateway/gateway-filters";
import {
  virtualClusterFilterOf,
  virtualClusterParsers,
} from "@/components/virtual-cluster/virtual-cluster-filters";
import type { Overview } from "@/lib/api/overview";
import type { Page } from "@/lib/api/page";
import { anyoneIdentity, type Identity } from "@/lib/server/access/identity";
import { listAllApplications } from "@/lib/server/operations/applications";
import { listCertificates } from "@/lib/server/operations/certificates";
import { listFindings } from "@/lib/server/operations/findings";
import { listAllGateways } from "@/lib/server/operations/gateways";
import { readOverview } from "@/lib/server/operations/overview";
import { listVirtualClusters } from "@/lib/server/operations/virtual-clusters";
import { call } from "@/lib/server/testing/call";
import { overviewCluster } from "@/lib/server/testing/overview-cluster";
import { bucketWords, type OverviewNumber, overviewNumbers } from "./overview-numbers";

const gatewayAddress = createLoader(gatewayParsers);
const certificateAddress = createLoader(certificateParsers);
const applicationAddress = createLoader(applicationParsers);
const clusterAddress = createLoader(virtualClusterParsers);
const findingAddress = createLoader(findingParsers);

/** The API request of each page, opened by its URL. */
const pages = {
  "/gateways": { list: listAllGateways, ask: (query: string) => gatewayFilterOf(gatewayAddress(query)) },
  "/certificates": {
    list: listCertificates,
    ask: (query: string) => certificateFilterOf(certificateAddress(query)),
  },
  "/applications": {
    list: listAllApplications,
    ask: (query: string) => applicationFilterOf(applicationAddress(query)),
  },
  "/virtual-clusters": {
    list: listVirtualClusters,
    ask: (query: string) => virtualClusterFilterOf(clusterAddress(query)),
  },
  "/findings": { list: listFindings, ask: (query: string) => filterOf(findingAddress(query)) },
} as const;

const cluster = overviewCluster();
const overview = await call<Overview>(cluster, readOverview);
const member: Identity = {
  ...anyoneIdentity,
  kind: "user",
  grants: [{ role: "viewer", scope: "bare" }],
};
const own = await call<Overview>(cluster, readOverview, { identity: member });
const numbers = [...numbersIn(overviewNumbers(overview))];

describe("the link of every number in the overview leads to exactly that many", () => {
  test.each(numbers)("$href: $count", async ({ count, href }) => {
    expect(await totalBehind(href)).toBe(count);
  });
});

async function totalBehind(href: string, identity?: Identity): Promise<number> {
  const { pathname, search } = new URL(href, "http://panel.test");
  const { list, ask } = pages[pathname as keyof typeof pages];
  const query = Object.fromEntries(Object.entries(ask(search)).map(([key, value]) => [key, String(value)]));
  return (await call<Page<unknown>>(cluster, list, { query, ...(identity ? { identity } : {}) })).total;
}

describe("for a member of one virtual cluster", () => {
  test.each([...numbersIn(overviewNumbers(own))])(
    "too, leads to exactly that many: $href",
    async ({ count, href }) => {
      expect(await totalBehind(href, member)).toBe(count);
    },
  );

  test("the overview has one virtual cluster with its application, and no Istio", () => {
    expect(own).toMatchObject({ virtualClusters: 1, applications: { total: 1 }, istio: null });
    expect(overview.virtualClusters).toBeGreaterThan(1);
  });
});

test("a link that a page doesn't understand would lead to more than its number", () => {
  const narrowed = numbers.filter(({ href }) => href.includes("?"));
  expect(narrowed).toHaveLength(2 + 8 + 8 + 1 + 3);
  for (const { count, href } of narrowed) {
    const all = numbers.find((number) => number.href === href.split("?")[0]);
    expect(count, href).toBeLessThan(all?.count ?? 0);
  }
});

test("only blocked and failed hosts need attention, and each gateway counts by its worst host", () => {
  const { attention, states, unsecured, gateways } = overviewNumbers(overview);
  expect(attention.count).toBe(states.blocked.count + states.failed.count);
  const counted = Object.values(states).reduce((sum, { count }) => sum + count, unsecured.count);
  expect(counted).toBe(gateways.count);
});

function* numbersIn(value: object): Generator<OverviewNumber> {
  if ("href" in value) return void (yield value as OverviewNumber);
  for (const part of Object.values(value)) yield* numbersIn(part);
}

test("spans of days have no gaps, and what expires soon has its own color", () => {
  const ends = [0, 1, 7, 30, 90, null];
  const words = ends.map((within, at) => bucketWords({ over: ends[at - 1] ?? null, within }));
  expect(words.map(({ label }) => label)).toEqual([
    "expired",
    "up to 1 day",
    "2–7 days",
    "8–30 days",
    "31–90 days",
    "over 90 days",
  ]);
  expect(words.map(({ state }) => state)).toEqual([
    "failed",
    "blocked",
    "blocked",
    "waiting",
    "done",
    "done",
  ]);
});
