import type { ObjectMeta } from "@/lib/model/object";

export interface ServicePort {
  port: number;
  name?: string;
  protocol?: string;
  appProtocol?: string;
  targetPort?: number | string;
  [field: string]: unknown;
}

/** core/v1 Service, as much of it as Lamia reads and writes. */
export interface ServiceObject {
  apiVersion: string;
  kind: "Service";
  metadata: ObjectMeta;
  spec: { selector?: Record<string, string>; ports?: ServicePort[]; type?: string; externalName?: string };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}
