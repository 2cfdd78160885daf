import fc from "fast-check";
import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { ListName, MeshLists } from "../rules/snapshot";

/** Objects of few names, hosts and labels, so that they meet each other in every way; used by property tests only. */
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
  port: fc.record({ number: ports, protocol: fc.constantFrom("HTTP", "HTTPS") }),
  hosts: fc.array(fc.oneof(hosts, fc.constantFrom("./a.example.com", "y/b.example.com")), {
    minLength: 1,
    maxLength: 2,
  }),
  tls: maybe(fc.record({ credentialName: maybe(names), credentialNames: maybe(few(names)) })),
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
      exportTo: maybe(fc.constant(["."])),
      http: few(fc.record({ route: few(fc.record({ destination, weight: fc.constantFrom(0, 50, 100) })) })),
    }),
  }),
  destinationRules: fc.record({
    metadata,
    spec: fc.record({ host: hosts, subsets: few(fc.record({ name: names, labels })) }),
  }),
  serviceEntries: fc.record({ metadata, spec: fc.record({ hosts: few(hosts) }) }),
  services: fc.record({
    metadata,
    spec: fc.record({ selector: labels, ports: few(fc.record({ port: ports })) }),
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

/** An object that comes, takes the place of another of its name, or goes. */
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
