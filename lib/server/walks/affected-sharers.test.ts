import { expect, test } from "vitest";
import type { ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { affectedHosts } from "./affected-hosts";
import { securedHostIndex } from "./secured-host-index";

/** Whom a change wakes when hosts share a wildcard certificate: who has it depends on everybody who asks for it. */

interface Wanted {
  namespace?: string;
  host: string;
  scope?: "zone";
}

const namespaceOf = (name: string, annotations = {}) => ({
  kind: "Namespace",
  metadata: { name, labels: { "lamia.dev/managed": "true" }, annotations },
});

function gateway({ namespace = "demo", host, scope }: Wanted) {
  const annotations = {
    "lamia.dev/secured-hosts": `443=${host}`,
    ...(scope ? { "lamia.dev/certificate_scope": scope } : {}),
  };
  const metadata = { namespace, name: host.split(".")[0] ?? "", annotations };
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata, spec: { servers: [] } };
}

/** What the last of these gateways wakes once the index has all of them. */
function wokenBy(last: Wanted, others: readonly Wanted[], previous: Wanted | null = null): string[] {
  const all = [...others, last].map(gateway);
  const index = securedHostIndex({
    list: () => all as never,
    get: (_kind: string, _namespace: string | null, name: string) => namespaceOf(name) as never,
    onChange: () => () => {},
  } as never);
  const change = {
    kind: "Gateway",
    type: previous ? "changed" : "added",
    object: gateway(last),
    previous: previous && gateway(previous),
  } as unknown as ClusterChange;
  return affectedHosts(change, index, "lamia-system", () => []).wake.toSorted();
}

const zone = "zone" as const;
const crowd = (count: number): Wanted[] =>
  Array.from({ length: count }, (_, number) => ({
    host: `h${String(number).padStart(2, "0")}.example.org`,
    scope: zone,
  }));

test("a gateway that joins a wildcard wakes the few of its virtual cluster that share it, who name each other", () => {
  expect(wokenBy({ host: "new.example.org", scope: zone }, crowd(3))).toEqual([
    "h00.example.org",
    "h01.example.org",
    "h02.example.org",
    "new.example.org",
  ]);
});

test("a gateway that joins a crowd wakes only itself", () => {
  expect(wokenBy({ host: "new.example.org", scope: zone }, crowd(30))).toEqual(["new.example.org"]);
});

test("a gateway wakes everybody of other virtual clusters whom the wildcard concerns, however many they are", () => {
  const theirs = crowd(30).map((each) => ({ ...each, namespace: "team-b" }));
  expect(wokenBy({ host: "new.example.org", scope: zone }, theirs)).toHaveLength(31);
  // It doesn't ask for the wildcard, but may keep others from having it.
  expect(wokenBy({ host: "new.example.org" }, theirs)).toHaveLength(31);
});

test("a gateway that no longer asks for the wildcard wakes those of other virtual clusters that it kept from it", () => {
  const theirs: Wanted[] = [{ namespace: "team-b", host: "one.example.org", scope: zone }];
  const before: Wanted = { host: "new.example.org", scope: zone };
  expect(wokenBy({ host: "new.example.org" }, theirs, before)).toEqual([
    "new.example.org",
    "one.example.org",
  ]);
});

test("a host of the domain itself is concerned, and one that is two labels below isn't", () => {
  const theirs: Wanted[] = [
    { namespace: "team-b", host: "example.org" },
    { namespace: "team-b", host: "a.b.example.org" },
  ];
  expect(wokenBy({ host: "new.example.org", scope: zone }, theirs)).toEqual([
    "example.org",
    "new.example.org",
  ]);
});

test("where nobody asks for a wildcard, a gateway wakes no neighbour", () => {
  const theirs = crowd(5).map(({ host }) => ({ host, namespace: "team-b" }));
  expect(wokenBy({ host: "new.example.org" }, theirs)).toEqual(["new.example.org"]);
});
