import { expect, test } from "vitest";
import type { Report } from "@/lib/gateway/walk/report";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { dnsRecordsView, recordHostCounts } from "./record-hosts";

const gateway: GatewayObject = {
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { namespace: "demo", name: "plain", annotations: { "lamia.dev/dns_records": "all" } },
  spec: { servers: [{ port: { number: 80, protocol: "HTTP" }, hosts: ["a.example.org", "b.example.org"] }] },
} as unknown as GatewayObject;

const awaited = (values: string[], isRight: boolean) => ({
  ...{ name: "a.example.org", type: "A", zone: "example.org", expected: values, others: "must-go" },
  found: [{ server: "ns1.example.org", values: isRight ? values : [], isRight }],
});

const report = (state: string, fact: unknown) =>
  ({ step: "record", state, note: "", remedy: null, fact, retryAt: null }) as unknown as Report;

const partsWith = (reports: readonly Report[]) => ({
  live: { get: (key: string) => (key.endsWith("=a.example.org") ? ({ reports } as never) : undefined) },
});

test("a host whose records you enter by hand shows those that aren't there yet, to copy", () => {
  const byHand = [awaited(["203.0.113.7"], false), awaited([], false), awaited(["203.0.113.8"], true)];
  const view = dnsRecordsView(gateway, partsWith([report("blocked", { byHand })]));
  expect(view.hosts.map(({ host, byHand }) => [host, byHand])).toEqual([
    ["a.example.org", [{ name: "a.example.org", type: "A", values: ["203.0.113.7"] }]],
    ["b.example.org", []],
  ]);
});

test("a host shows what answered at its address, once something has", () => {
  const record = report("done", { records: [{ type: "A", values: ["203.0.113.7"] }], ours: true });
  const reached = { ...record, step: "reached" as const, note: "It answered 200.", fact: { by: "http" } };
  const shown = (reports: Report[]) => dnsRecordsView(gateway, partsWith(reports)).hosts[0];
  expect(shown([record, reached])).toMatchObject({ answersBy: "http", note: "It answered 200.", ours: true });
  const waiting = { ...reached, state: "waiting" as const, note: "Nothing answers.", fact: null };
  expect(shown([record, waiting])).toMatchObject({
    ...{ answersBy: null, note: "Nothing answers.", ours: true, values: ["A 203.0.113.7"] },
  });
});

test("lists count the hosts that get only records, and those that need you", () => {
  expect(recordHostCounts(gateway, partsWith([report("blocked", null)]))).toEqual({ total: 2, attention: 1 });
  expect(recordHostCounts(gateway, partsWith([]))).toEqual({ total: 2, attention: 0 });
  const without = { ...gateway, metadata: { ...gateway.metadata, annotations: {} } };
  expect(recordHostCounts(without, partsWith([]))).toBeNull();
});
