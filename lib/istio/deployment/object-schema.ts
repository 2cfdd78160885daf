import { z } from "zod";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { texts } from "./texts";

/**
 * The structure of a Deployment: the types of the fields that people write, so that a mistake has a position and fields can
 * be completed. Unknown fields are allowed, because a newer Kubernetes has more of them; in the dry run, the API server names
 * those that it doesn't know. Source: Kubernetes 1.32, apps/v1 and core/v1.
 */
const text = z.string().optional();
const number = z.number().optional();
const flag = z.boolean().optional();
const strings = z.array(z.string()).optional();
const labels = z.record(z.string(), z.string()).optional();
const numberOrText = z.union([z.number(), z.string()]);
const amount = numberOrText.optional();
const amounts = z.record(z.string(), numberOrText).optional();
const map = z.looseObject({}).optional();
const maps = z.array(z.looseObject({})).optional();

const probe = z
  .looseObject({
    httpGet: z
      .looseObject({ path: text, port: numberOrText, scheme: text, host: text, httpHeaders: maps })
      .optional(),
    tcpSocket: z.looseObject({ port: numberOrText, host: text }).optional(),
    grpc: z.looseObject({ port: z.number(), service: text }).optional(),
    exec: z.looseObject({ command: texts }).optional(),
    initialDelaySeconds: number,
    periodSeconds: number,
    timeoutSeconds: number,
    successThreshold: number,
    failureThreshold: number,
  })
  .optional();

const container = z.looseObject({
  name: z.string(),
  image: text,
  imagePullPolicy: text,
  command: strings,
  args: strings,
  workingDir: text,
  ports: z
    .array(
      z.looseObject({
        name: text,
        containerPort: z.number(),
        protocol: text,
        hostPort: number,
        hostIP: text,
      }),
    )
    .optional(),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        value: text,
        valueFrom: z
          .looseObject({
            secretKeyRef: z.looseObject({ name: text, key: z.string(), optional: flag }).optional(),
            configMapKeyRef: z.looseObject({ name: text, key: z.string(), optional: flag }).optional(),
            fieldRef: z.looseObject({ fieldPath: z.string() }).optional(),
            resourceFieldRef: z.looseObject({ resource: z.string(), containerName: text }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  envFrom: z.array(z.looseObject({ prefix: text, secretRef: map, configMapRef: map })).optional(),
  resources: z.looseObject({ requests: amounts, limits: amounts }).optional(),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: z.looseObject({ postStart: map, preStop: map }).optional(),
  securityContext: map,
  volumeMounts: z
    .array(z.looseObject({ name: z.string(), mountPath: z.string(), subPath: text, readOnly: flag }))
    .optional(),
  restartPolicy: text,
  terminationMessagePath: text,
  terminationMessagePolicy: text,
});

const podSpec = z.looseObject({
  containers: z
    .array(container)
    .min(1, texts.containerRequired)
    .superRefine(
      reporting((containers) =>
        repeated(
          containers,
          ({ name }) => name,
          (index) => [index, "name"],
          (name) => texts.containerNameTaken({ name }),
        ),
      ),
    ),
  initContainers: z.array(container).optional(),
  volumes: z
    .array(
      z.looseObject({
        name: z.string(),
        configMap: map,
        secret: map,
        emptyDir: map,
        persistentVolumeClaim: map,
        projected: map,
        hostPath: map,
      }),
    )
    .optional(),
  serviceAccountName: text,
  automountServiceAccountToken: flag,
  imagePullSecrets: maps,
  nodeSelector: labels,
  affinity: map,
  tolerations: maps,
  topologySpreadConstraints: maps,
  priorityClassName: text,
  restartPolicy: text,
  terminationGracePeriodSeconds: number,
  securityContext: map,
  dnsPolicy: text,
  dnsConfig: map,
  hostAliases: maps,
  hostNetwork: flag,
  enableServiceLinks: flag,
  shareProcessNamespace: flag,
  schedulerName: text,
});

const spec = z
  .looseObject({
    replicas: number,
    selector: z.looseObject({ matchLabels: labels, matchExpressions: maps }),
    template: z.looseObject({
      metadata: z.looseObject({ labels, annotations: labels }).optional(),
      spec: podSpec,
    }),
    strategy: z
      .looseObject({
        type: text,
        rollingUpdate: z.looseObject({ maxSurge: amount, maxUnavailable: amount }).nullable().optional(),
      })
      .optional(),
    minReadySeconds: number,
    revisionHistoryLimit: number,
    progressDeadlineSeconds: number,
    paused: flag,
  })
  .superRefine(reporting(selectorProblems));

export const deploymentObjectSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal("Deployment"),
  metadata: z.looseObject({ name: z.string(), namespace: text, labels, annotations: labels }),
  spec,
  status: z.unknown().optional(),
});

interface Selecting {
  selector: { matchLabels?: Record<string, string> | undefined };
  template: { metadata?: { labels?: Record<string, string> | undefined } | undefined };
}

/** A Deployment must select its own pods, or the API server refuses it. */
function selectorProblems({ selector, template }: Selecting): FieldProblem[] {
  const pods = template.metadata?.labels ?? {};
  return Object.entries(selector.matchLabels ?? {})
    .filter(([label, value]) => pods[label] !== value)
    .map(([label, value]) => ({
      path: ["template", "metadata", "labels", ...(pods[label] === undefined ? [] : [label])],
      message: texts.selectorLabel({ label, value }),
    }));
}
