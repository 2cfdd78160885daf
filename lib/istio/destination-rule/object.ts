import type { ObjectMeta } from "@/lib/model/object";

export interface Subset {
  name: string;
  labels?: Record<string, string>;
  [field: string]: unknown;
}

/** How the caller encrypts; fields beyond these are carried along untouched. Source: Istio, `ClientTLSSettings`. */
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
