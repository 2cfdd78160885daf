import type { FieldSchema } from "./field-schema";

const atomic: FieldSchema = { atomic: true };

/** A list whose items are told apart by one key, for both kinds of merging. */
export function keyedBy(key: string, items: FieldSchema = {}): FieldSchema {
  return { listKeys: [key], mergeKey: key, items };
}

export const conditions: FieldSchema = keyedBy("type");

const container: FieldSchema = {
  fields: {
    ports: { listKeys: ["containerPort", "protocol"], mergeKey: "containerPort" },
    env: keyedBy("name", {
      fields: { valueFrom: { fields: { configMapKeyRef: atomic, secretKeyRef: atomic } } },
    }),
    volumeMounts: keyedBy("mountPath"),
    volumeDevices: keyedBy("devicePath"),
  },
};

/** core/v1 PodSpec. */
export const podSpec: FieldSchema = {
  fields: {
    containers: keyedBy("name", container),
    initContainers: keyedBy("name", container),
    ephemeralContainers: keyedBy("name", container),
    volumes: keyedBy("name"),
    imagePullSecrets: keyedBy("name"),
    hostAliases: keyedBy("ip"),
    topologySpreadConstraints: {
      listKeys: ["topologyKey", "whenUnsatisfiable"],
      mergeKey: "topologyKey",
      items: { fields: { labelSelector: atomic } },
    },
    nodeSelector: atomic,
  },
};

export const objectMeta: FieldSchema = {
  fields: { finalizers: { set: true }, ownerReferences: keyedBy("uid", atomic) },
};

export const podTemplate: FieldSchema = { fields: { metadata: objectMeta, spec: podSpec } };
