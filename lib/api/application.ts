import { z } from "zod";
import { sortColumns } from "./choices";
import { fieldOwnerSchema } from "./mesh-object";
import { sortedPageQuerySchema } from "./page";
import { texts } from "./texts";

/** ready: all replicas are; progressing: on the way; degraded: stuck, `reason` says why; stopped: none are wanted. */
export const deploymentStates = ["ready", "progressing", "degraded", "stopped"] as const;

const deploymentFields = {
  name: z.string(),
  virtualCluster: z.string(),
  app: z.string(),
  version: z.string().nullable(),
  state: z.enum(deploymentStates),
  /** Why it is not ready, in one sentence; null when it is. */
  reason: z.string().nullable(),
  /** Wanted, and how many of them are ready, up to date and available. */
  replicas: z.int(),
  ready: z.int(),
  updated: z.int(),
  available: z.int(),
  containers: z.array(z.object({ name: z.string(), image: z.string(), ports: z.array(z.int()) })),
  labels: z.record(z.string(), z.string()),
  /** Those of its pods, which Services and subsets select by. */
  podLabels: z.record(z.string(), z.string()),
  createdAt: z.string(),
  resourceVersion: z.string(),
  /** Made by Lamia: every field of the form can be changed; else the image and the replicas only. */
  own: z.boolean(),
};

const deploymentSchema = z.object(deploymentFields).meta({ id: "Deployment" });

export const deploymentDetailsSchema = z
  .object({
    ...deploymentFields,
    /** The object as its form shows it. */
    form: z.unknown(),
    /** As the API server has it, without what it adds itself. */
    object: z.unknown(),
    conditions: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        reason: z.string(),
        message: z.string(),
        at: z.string().nullable(),
      }),
    ),
    owners: z.array(fieldOwnerSchema),
  })
  .meta({ id: "DeploymentDetails" });

export type DeploymentView = z.infer<typeof deploymentSchema>;

export interface DeploymentDetails<Form = unknown> extends z.infer<typeof deploymentDetailsSchema> {
  form: Form;
}

/** The Deployments of a virtual cluster that share the label `app` (its name where they have none). */
export const applicationSchema = z
  .object({
    name: z.string(),
    virtualCluster: z.string(),
    state: z.enum(deploymentStates),
    replicas: z.int(),
    ready: z.int(),
    /** Sorted by version. */
    versions: z.array(deploymentSchema),
    /** Different images and container ports of all versions. */
    images: z.array(z.string()),
    ports: z.array(z.int()),
    /** Names of the Services of the virtual cluster that select pods of it. */
    services: z.array(z.string()),
    /** Those of the oldest version. */
    createdAt: z.string(),
  })
  .meta({ id: "Application" });

export type ApplicationView = z.infer<typeof applicationSchema>;

export const applicationsQuerySchema = sortedPageQuerySchema(sortColumns.Application).extend({
  state: z
    .enum([...deploymentStates, "unready"])
    .optional()
    .meta({ description: texts.onlyUnready }),
});

/** Of the list of all virtual clusters. */
export const allApplicationsQuerySchema = applicationsQuerySchema.extend({
  show: z.enum(["managed", "all"]).default("managed").meta({ description: texts.showAllApplications }),
});
