import type { ObjectMeta } from "@/lib/model/object";

/** Istio `StringMatch`; empty means that the header or parameter is present. */
export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

/**
 * One entry of a route's `match`: all its fields must hold. The fields of `HTTPMatchRequest`,
 * `L4MatchAttributes` and `TLSMatchAttributes` together. Source: Istio, Virtual Service reference.
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

/** A route of any protocol; TCP and TLS routes use `match` and `route` only. */
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
