import { z } from "zod";
import { checkedText } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { containerPortNameProblem, portNumberSchema } from "@/lib/istio/fields/port";
import { labelProblem } from "@/lib/model/dns-name";
import { labelValueProblem } from "@/lib/model/labels";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { ownedLabels } from "./labels";

const replicasMessage = "The number of replicas is a whole number from 0";

const portSchema = z.object({
  port: portNumberSchema,
  name: checkedText((name) => (name === "" ? null : containerPortNameProblem(name))).optional(),
});

const variableSchema = z.object({ name: checkedText(variableNameProblem), value: z.string() });

const image = checkedText(imageProblem).describe("Container image, such as docker.io/acme/shop:1.2.0");
const replicas = z.number({ error: replicasMessage }).int(replicasMessage).min(0, replicasMessage).default(1);

/**
 * The form of one version of an application: a Deployment with one container. Its labels `app`, `deployment` and
 * `version` are made of the fields. Rules: Kubernetes, Deployment reference.
 */
export const deploymentFormSchema = z
  .object({
    ...objectFields,
    app: checkedText(
      (app) => labelProblem(app)?.replace(/^A name/, "The name of an application") ?? null,
    ).describe("The application it is a version of: the label app"),
    version: checkedText((version) => labelValueProblem(version))
      .default("")
      .describe("The label version, by which a subset chooses it"),
    image,
    replicas,
    ports: z.array(portSchema).default([]).describe("Ports that the container listens on"),
    env: z
      .array(variableSchema)
      .default([])
      .describe("Environment variables; those that refer elsewhere are kept"),
  })
  .superRefine(reporting(deploymentProblems));

const texts = z.record(z.string(), z.string()).default({});

/**
 * The same form of a Deployment that Lamia did not make: its image and replicas are written, so these are checked. All
 * else is as its makers have it, within rules that may be wider than those of the form.
 */
export const foreignDeploymentFormSchema: z.ZodType<DeploymentForm> = z.object({
  name: z.string(),
  labels: texts,
  metadata: texts,
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
  if (name === "") return "A name is required";
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)
    ? null
    : "The name of a variable has letters, digits, “_”, “-” and “.”, and no digit at its start";
}

/** https://github.com/distribution/reference (name[:tag][@digest]), as far as a typing mistake would show. */
function imageProblem(image: string): string | null {
  if (image === "") return "An image is required";
  return /^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w][\w.-]{0,127})?(@[a-z0-9]+:[a-f0-9]{32,})?$/i.test(image)
    ? null
    : "This is no name of an image, such as docker.io/acme/shop:1.2.0";
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
        message: `The label ${label} is made of the form's fields`,
      })),
    ...repeated(
      ports,
      ({ port }) => String(port),
      (index) => ["ports", index, "port"],
      (port) => `Port ${port} is listed twice`,
    ),
    ...repeated(
      ports,
      ({ name }) => name || undefined,
      (index) => ["ports", index, "name"],
      (name) => `The name “${name}” is taken by another port`,
    ),
    ...repeated(
      env,
      ({ name }) => name,
      (index) => ["env", index, "name"],
      (name) => `The variable ${name} is listed twice`,
    ),
  ];
}
