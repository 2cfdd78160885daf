import type { ObjectMeta } from "../object-meta";

export interface Subset {
  name: string;
  labels?: Record<string, string>;
  [field: string]: unknown;
}

/** `networking.istio.io/v1` DestinationRule, as much of it as Lamia reads and writes. */
export interface DestinationRuleObject {
  apiVersion: string;
  kind: "DestinationRule";
  metadata: ObjectMeta;
  spec: { host: string; subsets?: Subset[]; workloadSelector?: { matchLabels?: Record<string, string> } };
}
