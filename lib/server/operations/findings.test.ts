import { expect, test } from "vitest";
import { sortColumns } from "@/lib/api/choices";
import type { FindingsPage } from "@/lib/api/finding";
import { call } from "../testing/call";
import { largeCluster } from "../testing/large-cluster";
import { findingValues, listFindings } from "./findings";

/** Errors of VirtualServices, warnings and hints of DestinationRules. */
const cluster = largeCluster((put) => {
  for (let number = 0; number < 12; number++) {
    const name = `app-${(number * 7) % 12}`;
    put("VirtualService", name, { hosts: [`${name}.test`], gateways: ["gone"], http: [] });
    put("Service", name, { selector: { app: name }, ports: [{ name: "http", port: 80 }] });
    put("DestinationRule", name, { host: name, subsets: [{ name: "v1", labels: { version: "v1" } }] });
  }
});

async function allOf(query: Record<string, string>): Promise<FindingsPage["items"]> {
  const items: FindingsPage["items"] = [];
  let cursor: string | null = null;
  do {
    const more = cursor ? { cursor } : {};
    const page: FindingsPage = await call(cluster, listFindings, {
      query: { limit: "5", ...query, ...more },
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

test.each(sortColumns.Finding)("findings are sorted by %s, both ways, page by page", async (sort) => {
  const values = (await allOf({ sort })).map(findingValues[sort]);
  expect(values).toHaveLength(cluster.mesh.findings().length);
  const inOrder = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0);
  expect(values).toEqual(values.toSorted(inOrder));
  const back = (await allOf({ sort, order: "desc" })).map(findingValues[sort]);
  expect(back).toEqual(values.toReversed());
});

test("without a sorting the worst come first, each once, and ids give the order", async () => {
  const ids = (await allOf({})).map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((one, other) => (one < other ? -1 : 1)));
  expect(new Set(ids).size).toBe(ids.length);
  expect((await allOf({}))[0]?.severity).toBe("error");
});

test("filters keep the order; the counts cover the filtered findings of every severity", async () => {
  const ask = (query: Record<string, string>) => call<FindingsPage>(cluster, listFindings, { query });
  const all = await ask({});
  expect(all.counts).toEqual({ error: 12, warning: 12, info: 12 });
  const rules = await ask({ kind: "DestinationRule", severity: "warning", sort: "name", order: "desc" });
  expect(rules.counts).toEqual({ error: 0, warning: 12, info: 12 });
  expect(rules.codes.map(({ count }) => count)).toEqual([12, 12]);
  expect(rules.total).toBe(12);
  expect(rules.items[0]?.object.name).toBe("app-9");
  expect((await ask({ q: "app-11" })).counts).toEqual({ error: 1, warning: 1, info: 1 });
});
