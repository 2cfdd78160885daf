import type { ObjectMeta } from "./object";

/**
 * `Server.tls`; other fields are kept as they are. Source: Istio, Gateway, `ServerTLSSettings`.
 */
export interface ServerTls {
  httpsRedirect?: boolean;
  mode?: string;
  credentialName?: string;
  credentialNames?: string[];
  serverCertificate?: string;
  privateKey?: string;
  caCertificates?: string;
  tlsCertificates?: Record<string, string>[];
  [field: string]: unknown;
}

export interface GatewayServer {
  name?: string;
  bind?: string;
  port: { number: number; protocol: string; name?: string; targetPort?: number };
  hosts: string[];
  tls?: ServerTls;
  [field: string]: unknown;
}

/** `networking.istio.io/v1` Gateway, as much of it as Lamia reads and writes. */
export interface GatewayObject {
  apiVersion: string;
  kind: "Gateway";
  metadata: ObjectMeta;
  spec: { selector?: Record<string, string>; servers?: GatewayServer[] };
}

/** Istio `StringMatch`; empty means that the header or parameter is present. */
export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

/**
 * One entry of a route's `match`: all its fields must match. The fields of `HTTPMatchRequest`, `L4MatchAttributes` and
 * `TLSMatchAttributes` together. Source: Istio, Virtual Service reference.
 */
export interface MatchEntry {
  name?: string;
  uri?: StringMatch;
  ignoreUriCase?: boolean;
  scheme?: StringMatch;
  method?: StringMatch;
  authority?: StringMatch;
  headers?: Record<string, StringMatch>;
  withoutHeaders?: Record<string, StringMatch>;
  queryParams?: Record<string, StringMatch>;
  port?: number;
  sniHosts?: string[];
  destinationSubnets?: string[];
  sourceLabels?: Record<string, string>;
  sourceNamespace?: string;
  gateways?: string[];
  statPrefix?: string;
}

export interface RouteDestination {
  destination: { host: string; subset?: string; port?: { number?: number } };
  weight?: number;
  [field: string]: unknown;
}

/** A route of any protocol; TCP and TLS routes use only `match` and `route`. */
export interface Route {
  name?: string;
  match?: MatchEntry[];
  route?: RouteDestination[];
  timeout?: string;
  rewrite?: { uri?: string; authority?: string; [field: string]: unknown };
  retries?: { attempts?: number; perTryTimeout?: string; retryOn?: string; [field: string]: unknown };
  redirect?: Record<string, unknown>;
  directResponse?: Record<string, unknown>;
  delegate?: { name?: string; namespace?: string };
  mirror?: { host: string; subset?: string; port?: { number?: number } };
  mirrors?: { destination: { host: string; subset?: string; port?: { number?: number } } }[];
  [field: string]: unknown;
}

/** `networking.istio.io/v1` VirtualService, as much of it as Lamia reads and writes. */
export interface VirtualServiceObject {
  apiVersion: string;
  kind: "VirtualService";
  metadata: ObjectMeta;
  spec: {
    hosts?: string[];
    gateways?: string[];
    http?: Route[];
    tls?: Route[];
    tcp?: Route[];
    exportTo?: string[];
  };
}

export interface Subset {
  name: string;
  labels?: Record<string, string>;
  [field: string]: unknown;
}

/** How the client encrypts; other fields are kept as they are. Source: Istio, `ClientTLSSettings`. */
export interface ClientTls {
  mode?: string;
  caCertificates?: string;
  credentialName?: string;
  [field: string]: unknown;
}

interface TrafficPolicy {
  tls?: ClientTls;
  portLevelSettings?: { port?: { number?: number }; tls?: ClientTls; [field: string]: unknown }[];
  [field: string]: unknown;
}

/** `networking.istio.io/v1` DestinationRule, as much of it as Lamia reads and writes. */
export interface DestinationRuleObject {
  apiVersion: string;
  kind: "DestinationRule";
  metadata: ObjectMeta;
  spec: {
    host: string;
    subsets?: Subset[];
    workloadSelector?: { matchLabels?: Record<string, string> };
    exportTo?: string[];
    trafficPolicy?: TrafficPolicy;
  };
}

interface ServiceEntryPort {
  number: number;
  name: string;
  protocol?: string;
  targetPort?: number;
  [field: string]: unknown;
}

/** `networking.istio.io/v1` ServiceEntry, as much of it as Lamia reads and writes. */
export interface ServiceEntryObject {
  apiVersion: string;
  kind: "ServiceEntry";
  metadata: ObjectMeta;
  spec: {
    hosts: string[];
    addresses?: string[];
    ports?: ServiceEntryPort[];
    location?: string;
    resolution?: string;
    exportTo?: string[];
    endpoints?: object[];
    workloadSelector?: { labels?: Record<string, string> };
  };
  /** Addresses that Istio has assigned to it. */
  status?: { addresses?: { value?: string; host?: string }[] };
}
