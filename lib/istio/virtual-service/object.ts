import type { ObjectMeta } from "@/lib/model/object";
import type { MatchEntry } from "../condition/match";

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
