import type { ObjectMeta } from "@/lib/model/object";

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
  /** Addresses that Istio has given it. */
  status?: { addresses?: { value?: string; host?: string }[] };
}
