import fc from "fast-check";
import type { ListName, MeshLists } from "@/lib/istio/rules/mesh/snapshot";
import { securedHostsAnnotation } from "@/lib/model/secured-hosts";

/** Objects with few names, hosts and labels, so that they interact in every way; used by property tests only. */
const names = fc.constantFrom("a", "b", "c");
const namespaces = fc.constantFrom("x", "y");
const hosts = fc.constantFrom(
  "a",
  "b",
  "*",
  "*.example.com",
  "a.example.com",
  "b.example.com",
  "a.x.svc.cluster.local",
);
const labels = fc.dictionary(fc.constantFrom("app", "version"), fc.constantFrom("1", "2"), { maxKeys: 2 });
const ports = fc.constantFrom(80, 443);
const times = fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 2 });

const metadata = fc.record({ name: names, namespace: namespaces, creationTimestamp: times });
const place = fc.record({ name: names, namespace: namespaces });
const destination = fc.record({
  host: hosts,
  subset: maybe(names),
  port: maybe(fc.record({ number: ports })),
});

const server = fc.record({
  port: fc.record({ number: ports, protocol: fc.constantFrom("HTTP", "HTTPS", "TCP") }),
  hosts: fc.array(fc.oneof(hosts, fc.constantFrom("./a.example.com", "y/b.example.com")), {
    minLength: 1,
    maxLength: 2,
  }),
  tls: maybe(
    fc.record({
      mode: fc.constantFrom("SIMPLE", "PASSTHROUGH"),
      credentialName: maybe(names),
      credentialNames: maybe(few(names)),
    }),
  ),
  bind: maybe(fc.constant("10.0.0.1")),
});

const exportTo = maybe(fc.constantFrom(["."], ["*"], ["x"], ["y"], ["~"]));
const uri = fc.constantFrom({ prefix: "/a" }, { prefix: "/" }, { exact: "/a/b" });
const route = fc.record({
  match: maybe(few(fc.record({ uri: maybe(uri), port: maybe(ports) }))),
  route: few(fc.record({ destination, weight: fc.constantFrom(0, 50, 100) })),
  delegate: maybe(fc.record({ name: names, namespace: maybe(namespaces) })),
  rewrite: maybe(fc.constant({ uri: "/" })),
});

type Objects = { [Name in ListName]: fc.Arbitrary<MeshLists[Name]> };

const objects = {
  namespaces: fc.record({
    name: namespaces,
    labels: fc.constantFrom({}, { "istio-injection": "enabled" }, { "istio-injection": "disabled" }),
  }),
  gateways: fc.record({
    metadata: fc
      .tuple(metadata, maybe(fc.constantFrom("443=a.example.com", "80=b.example.com", "nonsense")))
      .map(([meta, secured]) => ({
        ...meta,
        annotations: secured ? { [securedHostsAnnotation]: secured } : {},
      })),
    spec: fc.record({ selector: labels, servers: few(server) }),
  }),
  virtualServices: fc.record({
    metadata,
    spec: fc.record({
      hosts: few(hosts),
      gateways: few(fc.constantFrom("mesh", "a", "y/b", "c")),
      exportTo,
      http: few(route),
      tcp: maybe(few(route)),
    }),
  }),
  destinationRules: fc.record({
    metadata,
    spec: fc.record({
      host: hosts,
      subsets: few(fc.record({ name: names, labels })),
      exportTo,
      workloadSelector: maybe(fc.record({ matchLabels: labels })),
    }),
  }),
  serviceEntries: fc.record({
    metadata,
    spec: fc.record({
      hosts: few(hosts),
      ports: few(fc.record({ number: ports, name: names, protocol: fc.constantFrom("TCP", "HTTP") })),
      exportTo,
    }),
    status: maybe(fc.constant({ addresses: [{ value: "240.240.0.1" }] })),
  }),
  services: fc.record({
    metadata: fc
      .tuple(metadata, exportTo)
      .map(([meta, to]) =>
        to ? { ...meta, annotations: { "networking.istio.io/exportTo": to.join() } } : meta,
      ),
    spec: fc.record({
      selector: labels,
      ports: few(fc.record({ port: ports, targetPort: maybe(ports), name: maybe(names) })),
    }),
  }),
  workloads: place.chain((at) =>
    labels.map((podLabels) => ({ kind: "Deployment" as const, ...at, podLabels })),
  ),
  secrets: place.chain((at) =>
    fc
      .record({
        state: maybe(fc.constantFrom("absent" as const, "incomplete" as const, "unreadable" as const)),
        certificate: maybe(fc.record({ names: few(hosts), serial: fc.constantFrom("1", "2") })),
      })
      .map((rest) => ({ ...at, ...rest })),
  ),
};

const kindOf = {
  gateways: "Gateway",
  virtualServices: "VirtualService",
  destinationRules: "DestinationRule",
  serviceEntries: "ServiceEntry",
  services: "Service",
} as const;

export interface MeshChange {
  list: ListName;
  object: MeshLists[ListName];
  isRemoved: boolean;
}

/** An object that is added, replaces another one with its name, or is removed. */
export const meshChanges: fc.Arbitrary<MeshChange> = fc.oneof(
  ...(Object.keys(objects) as ListName[]).map((list) =>
    fc.record({
      list: fc.constant(list),
      object: (objects as unknown as Objects)[list].map((object) =>
        list in kindOf ? { ...object, kind: kindOf[list as keyof typeof kindOf] } : object,
      ) as fc.Arbitrary<MeshLists[ListName]>,
      isRemoved: fc.boolean(),
    }),
  ),
);
