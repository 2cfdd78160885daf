import { z } from "zod";
import { checkedText, type FieldProblem, repeated, reporting } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { containerPortNameProblem, portNumberSchema } from "@/lib/istio/fields/port";
import { labelProblem } from "@/lib/model/dns-name";
import { labelValueProblem } from "@/lib/model/labels";
import { texts } from "./texts";

/** Labels that Lamia makes from the form's fields, on the Deployment and its pods. */
export const ownedLabels = ["app", "deployment", "version", "app.kubernetes.io/managed-by"] as const;

type Labels = Record<string, string>;

/** The application of a Deployment: its pods' label `app`, the recommended label, or its own name. */
export function appOf(name: string, labels: Labels): string {
  return labels.app ?? labels["app.kubernetes.io/name"] ?? name;
}

export function versionOf(labels: Labels): string | null {
  return labels.version ?? labels["app.kubernetes.io/version"] ?? null;
}

/** Whether Lamia's form created it; in other Deployments, Lamia changes only the image and the replicas. */
export function isOwnDeployment({ labels }: { labels?: Labels }): boolean {
  return labels?.["app.kubernetes.io/managed-by"] === "lamia" && labels.deployment !== undefined;
}

export function withoutOwnedLabels(labels: Labels = {}): Labels {
  const owned: readonly string[] = ownedLabels;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !owned.includes(key)));
}

const replicasMessage = texts.replicasNumber;

const portSchema = z.object({
  port: portNumberSchema,
  name: checkedText((name) => (name === "" ? null : containerPortNameProblem(name))).optional(),
});

const variableSchema = z.object({ name: checkedText(variableNameProblem), value: z.string() });

const image = checkedText(imageProblem).describe(texts.imageHelp);
const replicas = z.number({ error: replicasMessage }).int(replicasMessage).min(0, replicasMessage).default(1);

/**
 * The form of one version of an application: a Deployment with one container. Its labels `app`, `deployment` and `version`
 * come from the fields. Rules: Kubernetes, Deployment reference.
 */
export const deploymentFormSchema = z
  .object({
    ...objectFields,
    app: checkedText(labelProblem).describe(texts.appHelp),
    version: checkedText((version) => labelValueProblem(version))
      .default("")
      .describe(texts.versionHelp),
    image,
    replicas,
    ports: z.array(portSchema).default([]).describe(texts.portsHelp),
    env: z.array(variableSchema).default([]).describe(texts.envHelp),
  })
  .superRefine(reporting(deploymentProblems));

const strings = z.record(z.string(), z.string()).default({});

/**
 * The same form for a Deployment that Lamia didn't create: its image and replicas are written, so they are checked.
 * Everything else is left as it is, and may follow wider rules than the form's.
 */
export const foreignDeploymentFormSchema: z.ZodType<DeploymentForm> = z.object({
  name: z.string(),
  labels: strings,
  metadata: strings,
  app: z.string(),
  version: z.string().default(""),
  image,
  replicas,
  ports: z.array(z.object({ port: z.number(), name: z.string().optional() })).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

export type DeploymentForm = z.output<typeof deploymentFormSchema>;
export type DeploymentFormInput = z.input<typeof deploymentFormSchema>;
export type DeploymentPortForm = DeploymentForm["ports"][number];

function variableNameProblem(name: string): string | null {
  if (name === "") return texts.nameRequired;
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) ? null : texts.variableName;
}

/** https://github.com/distribution/reference (name[:tag][@digest]), enough to catch typing mistakes. */
function imageProblem(image: string): string | null {
  if (image === "") return texts.imageRequired;
  return /^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w][\w.-]{0,127})?(@[a-z0-9]+:[a-f0-9]{32,})?$/i.test(image)
    ? null
    : texts.notAnImage;
}

function deploymentProblems({
  labels,
  ports,
  env,
}: Pick<DeploymentForm, "labels" | "ports" | "env">): FieldProblem[] {
  return [
    ...ownedLabels
      .filter((label) => labels[label] !== undefined)
      .map((label) => ({
        path: ["labels", label],
        message: texts.ownedLabel({ label }),
      })),
    ...repeated(
      ports,
      ({ port }) => String(port),
      (index) => ["ports", index, "port"],
      (port) => texts.portTwice({ port }),
    ),
    ...repeated(
      ports,
      ({ name }) => name || undefined,
      (index) => ["ports", index, "name"],
      (name) => texts.portNameTaken({ name }),
    ),
    ...repeated(
      env,
      ({ name }) => name,
      (index) => ["env", index, "name"],
      (name) => texts.variableTwice({ name }),
    ),
  ];
}
