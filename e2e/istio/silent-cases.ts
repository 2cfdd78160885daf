import { destinationRule, gateway, https, routeTo, virtualService } from "./objects";
import { virtualCluster } from "./stage";

/**
 * Objects that the API server and Istio's validation accept, but for which Envoy answers 404, 503 or nothing,
 * without any message.
 */
type Kind = "Gateway" | "VirtualService" | "DestinationRule";
export type Answer = number | "closed";

export interface Case {
  what: string;
  /** First label of its host, and name of its Gateway and VirtualService. */
  name: string;
  objects: (host: string, name: string) => object[];
  port?: number;
  /** What a browser gets: a status, or a closed connection. */
  envoy: Answer;
  /** The objects that should have a finding with severity error or warning. */
  says: [kind: Kind, suffix: string][];
}

/** A server on its own port, so that a listener that Envoy rejects affects no other case. */
const on = (port: number, hosts: string[], credentialName: string, more: object = {}) => ({
  port,
  hosts,
  tls: { mode: "SIMPLE", credentialName },
  ...more,
});
const served = (host: string, name: string) =>
  gateway(name, [https(host, `${name}-tls`)], { secured: `443=${host}` });
const bound = (host: string, name: string, more: Record<string, unknown>) =>
  virtualService(name, { hosts: [host], gateways: [name], ...more });

export const cases: readonly Case[] = [
  {
    what: "a VirtualService that is exported to its own namespace only",
    name: "export-vs",
    objects: (host, name) => [
      served(host, name),
      bound(host, name, { exportTo: ["."], http: [routeTo("web")] }),
    ],
    envoy: 404,
    says: [["VirtualService", ""]],
  },
  {
    what: "a Service that is exported to its own namespace only",
    name: "export-service",
    objects: (host, name) => [served(host, name), bound(host, name, { http: [routeTo("private")] })],
    envoy: 503,
    says: [["VirtualService", ""]],
  },
  {
    what: "a subset of a DestinationRule that is exported to its own namespace only",
    name: "export-rule",
    objects: (host, name) => [
      destinationRule(name, {
        host: `web.${virtualCluster}.svc.cluster.local`,
        exportTo: ["."],
        subsets: [{ name: "v1", labels: { app: "web" } }],
      }),
      served(host, name),
      bound(host, name, {
        http: [{ route: [{ destination: { host: "web", subset: "v1", port: { number: 80 } } }] }],
      }),
    ],
    envoy: 503,
    says: [["VirtualService", ""]],
  },
  {
    what: "a delegate that does not exist",
    name: "delegate",
    objects: (host, name) => [
      served(host, name),
      bound(host, name, {
        http: [
          { match: [{ uri: { prefix: "/" } }], delegate: { name: "nobody", namespace: virtualCluster } },
        ],
      }),
    ],
    envoy: 404,
    says: [["VirtualService", ""]],
  },
  {
    what: "HTTP routes behind a server that passes TLS through",
    name: "http-passthrough",
    objects: (host, name) => [
      gateway(name, [{ port: 443, protocol: "TLS", hosts: [host], tls: { mode: "PASSTHROUGH" } }], {
        secured: `443=${host}`,
      }),
      bound(host, name, { http: [routeTo("web")] }),
    ],
    envoy: "closed",
    says: [["VirtualService", ""]],
  },
  {
    what: "TCP routes behind an HTTPS server",
    name: "tcp-https",
    objects: (host, name) => [
      served(host, name),
      bound(host, name, { tcp: [{ route: [{ destination: { host: "web", port: { number: 80 } } }] }] }),
    ],
    envoy: 404,
    says: [["VirtualService", ""]],
  },
  {
    what: "TLS routes behind a server that ends TLS",
    name: "tls-simple",
    objects: (host, name) => [
      served(host, name),
      bound(host, name, {
        tls: [
          {
            match: [{ sniHosts: [host] }],
            route: [{ destination: { host: "web", port: { number: 80 } } }],
          },
        ],
      }),
    ],
    envoy: 404,
    says: [["VirtualService", ""]],
  },
  {
    what: "a destination that does not exist",
    name: "nowhere",
    objects: (host, name) => [served(host, name), bound(host, name, { http: [routeTo("nobody")] })],
    envoy: 503,
    says: [["VirtualService", ""]],
  },
  {
    what: "a port that the destination does not have",
    name: "no-port",
    objects: (host, name) => [
      served(host, name),
      bound(host, name, { http: [{ route: [{ destination: { host: "web", port: { number: 81 } } }] }] }),
    ],
    envoy: 503,
    says: [["VirtualService", ""]],
  },
  {
    what: "a short name that means another namespace",
    name: "short",
    objects: (host, name) => [served(host, name), bound(host, name, { http: [routeTo("far")] })],
    envoy: 503,
    says: [["VirtualService", ""]],
  },
  {
    what: "one host under two namespace prefixes on one port, which makes Envoy refuse the whole listener",
    name: "prefixes",
    port: 9001,
    objects: (host, name) => [
      gateway(`${name}-one`, [on(9001, [`${virtualCluster}/dup.${host}`], `${name}-tls`)]),
      gateway(`${name}-two`, [on(9001, [`other/dup.${host}`], `${name}-tls`)]),
      gateway(name, [on(9001, [host], `${name}-tls`)], { secured: `9001=${host}` }),
      bound(host, name, { http: [routeTo("web")] }),
    ],
    envoy: "closed",
    says: [
      ["Gateway", "-one"],
      ["Gateway", "-two"],
    ],
  },
  {
    what: "a second protocol on a port, whose server is left out",
    name: "protocols",
    port: 9003,
    objects: (host, name) => [
      // Of two from the same second, the name decides which is older.
      gateway(`a-${name}`, [{ port: 9003, protocol: "HTTP", hosts: [`older.${host}`] }]),
      gateway(name, [on(9003, [host], `${name}-tls`)], { secured: `9003=${host}` }),
      bound(host, name, { http: [routeTo("web")] }),
    ],
    envoy: "closed",
    says: [["Gateway", ""]],
  },
  {
    what: "one host on two ports that lead to one port of the pods",
    name: "target",
    port: 9005,
    objects: (host, name) => [
      gateway(`${name}-older`, [on(9004, [host], `${name}-tls`)]),
      gateway(name, [on(9005, [host], `${name}-tls`)], { secured: `9005=${host}` }),
      bound(host, name, { http: [routeTo("web")] }),
    ],
    envoy: 404,
    says: [["Gateway", ""]],
  },
];
