import fc from "fast-check";
import type { KubernetesObject } from "@/lib/model/object";
import type { Kind } from "../kinds";
import {
  anyCase,
  foreign,
  hosts,
  istio,
  labelMaps,
  objects,
  some,
  subdomains,
  virtualServices,
} from "./accepted-virtual-services";
import { labels, ports } from "./arbitraries";

const protocols = anyCase(
  fc.constantFrom("http", "http2", "grpc", "grpc-web", "tcp", "mongo", "redis", "mysql"),
);
const tlsProtocols = anyCase(fc.constantFrom("https", "tls"));
const tls = fc.oneof(
  fc.constant({}),
  some<unknown>({
    mode: fc.constantFrom("SIMPLE", "MUTUAL", "PASSTHROUGH", "AUTO_PASSTHROUGH"),
    credentialName: fc.oneof(subdomains, fc.constant("kubernetes-gateway://ns/a"), fc.constant("")),
    minProtocolVersion: fc.constant("TLSV1_2"),
    cipherSuites: fc.constant([]),
    httpsRedirect: fc.boolean(),
    subjectAltNames: fc.array(hosts, { maxLength: 1 }),
  }),
  fc.constant({ mode: "ISTIO_MUTUAL" }),
);
const gatewayHosts = fc.oneof(
  hosts,
  fc.constantFrom("*", "*/*", "./a.example.com", "10.0.0.1", "*.A.example.com"),
);
const server = fc.oneof(
  fc.record({
    protocol: protocols,
    tls: fc.constantFrom(undefined, {}, { httpsRedirect: true }, { httpsRedirect: false }),
  }),
  fc.record({ protocol: tlsProtocols, tls }),
);
const gateways = objects(
  "Gateway",
  istio,
  labels,
  fc.record({
    selector: labelMaps,
    servers: fc
      .array(
        fc.record({
          server,
          hosts: fc.array(gatewayHosts, { minLength: 1, maxLength: 3 }),
          number: fc.oneof(ports, fc.constant(443)),
          rest: some<unknown>({
            bind: fc.constant("10.0.0.1"),
            name: labels,
            defaultEndpoint: fc.constant("a"),
          }),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((list) =>
        list.map(({ server: { protocol, tls: settings }, hosts: names, number, rest }, index) => ({
          ...rest,
          port: { number, name: `p${index}`, protocol },
          hosts: names,
          ...(settings ? { tls: settings } : {}),
        })),
      ),
  }),
);

const destinationRules = objects(
  "DestinationRule",
  istio,
  subdomains,
  fc.record(
    {
      host: fc.oneof(hosts, labels, fc.constantFrom("*.a.com", "*a.com")),
      subsets: fc.array(
        fc.record(
          { name: labels, labels: labelMaps, trafficPolicy: foreign },
          { requiredKeys: ["name"], noNullPrototype: true },
        ),
        { maxLength: 3 },
      ),
      trafficPolicy: foreign,
      exportTo: fc.constant(["*"]),
    },
    { requiredKeys: ["host"], noNullPrototype: true },
  ),
);

const serviceEntries = objects(
  "ServiceEntry",
  istio,
  subdomains,
  fc.record(
    {
      hosts: fc.array(fc.oneof(hosts, labels, fc.constantFrom("*.a.com", "*washington.com")), {
        minLength: 1,
        maxLength: 3,
      }),
      ports: fc.uniqueArray(
        fc.record(
          {
            number: ports,
            name: labels,
            protocol: fc.oneof(protocols, tlsProtocols, fc.constant("")),
            targetPort: ports,
          },
          { requiredKeys: ["number", "name"], noNullPrototype: true },
        ),
        { maxLength: 3, selector: ({ number }) => number },
      ),
      location: fc.constantFrom("MESH_EXTERNAL", "MESH_INTERNAL"),
      resolution: fc.constantFrom("NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"),
      addresses: fc.constantFrom([], ["10.0.0.0/8"]),
      endpoints: fc.constantFrom([], [{ address: "1.1.1.1", labels: { a: "e1" } }]),
      workloadSelector: fc.constant({ labels: {} }),
    },
    { requiredKeys: ["hosts"], noNullPrototype: true },
  ),
);

const services = objects(
  "Service",
  "v1",
  labels,
  fc.record(
    {
      type: fc.constantFrom("ClusterIP", "NodePort", "LoadBalancer"),
      clusterIP: fc.constantFrom("None", "10.0.0.1"),
      selector: labelMaps,
      ports: fc.uniqueArray(
        fc.record(
          {
            port: ports,
            name: labels,
            protocol: fc.constantFrom("TCP", "UDP", "SCTP"),
            targetPort: fc.oneof(ports, labels),
            nodePort: ports,
            appProtocol: fc.constant("kubernetes.io/h2c"),
          },
          { requiredKeys: ["port"], noNullPrototype: true },
        ),
        { maxLength: 3, selector: ({ port }) => port },
      ),
      sessionAffinity: fc.constant("ClientIP"),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
);

const deployments = objects(
  "Deployment",
  "apps/v1",
  subdomains,
  fc
    .record({
      podLabels: labelMaps,
      containers: fc.array(
        fc.record(
          {
            name: labels,
            image: fc.constantFrom("nginx", `a.example.com:5000/b/c@sha256:${"a".repeat(64)}`),
            ports: fc.uniqueArray(
              fc.record(
                { containerPort: ports, protocol: fc.constantFrom("TCP", "UDP"), name: labels },
                { requiredKeys: ["containerPort", "protocol"], noNullPrototype: true },
              ),
              { selector: ({ containerPort }) => containerPort, maxLength: 2 },
            ),
            env: fc.uniqueArray(
              fc.record(
                { name: fc.constantFrom("A", "B.c", "_D"), value: fc.string() },
                { requiredKeys: ["name"], noNullPrototype: true },
              ),
              { selector: ({ name }) => name, maxLength: 2 },
            ),
            resources: foreign,
          },
          { requiredKeys: ["name", "image"], noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 1 },
      ),
      replicas: fc.option(fc.nat(9), { nil: undefined }),
    })
    .map(({ podLabels, containers, replicas }) => ({
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: podLabels },
      template: { metadata: { labels: podLabels }, spec: { containers } },
    })),
);

/**
 * Objects that an API server and Istio's webhook accept from anybody, far more than what the forms write: names, uppercase,
 * empty settings, fields that no form has. Rules: the CustomResourceDefinitions, `pkg/config/validation`.
 */
export const acceptedObjects: Record<Kind, fc.Arbitrary<KubernetesObject>> = {
  Gateway: gateways,
  VirtualService: virtualServices,
  DestinationRule: destinationRules,
  ServiceEntry: serviceEntries,
  Service: services,
  Deployment: deployments,
};
