import type { ObjectMeta } from "@/lib/model/object";

export interface ContainerPort {
  containerPort: number;
  name?: string;
  protocol?: string;
  [field: string]: unknown;
}

export interface Variable {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

export interface Container {
  name: string;
  image?: string;
  ports?: ContainerPort[];
  env?: Variable[];
  [field: string]: unknown;
}

/** apps/v1 Deployment, as much of it as Lamia reads and writes. */
export interface DeploymentObject {
  apiVersion: string;
  kind: "Deployment";
  metadata: ObjectMeta;
  spec: {
    replicas?: number;
    selector?: { matchLabels?: Record<string, string> };
    template: { metadata?: { labels?: Record<string, string> }; spec?: { containers?: Container[] } };
  };
}
