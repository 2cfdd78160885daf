import { z } from "zod";
import { sortColumns } from "./choices";
import { fieldOwnerSchema } from "./mesh-object";
import { sortedPageQuerySchema } from "./page";
import { texts } from "./texts";

/**
 * ready: all replicas are ready; progressing: in progress; degraded: stuck, see `reason`; stopped: no replicas are
 * wanted.
 */
export const deploymentStates = ["ready", "progressing", "degraded", "stopped"] as const;

const deploymentFields = {
  name: z.string(),
  virtualCluster: z.string(),
  app: z.string(),
  version: z.string().nullable(),
  state: z.enum(deploymentStates),
  /** Why it isn't ready, in one sentence; null when it is. */
  reason: z.string().nullable(),
  /** Wanted replicas, and how many of them are ready, up to date and available. */
  replicas: z.int(),
  ready: z.int(),
  updated: z.int(),
  available: z.int(),
  containers: z.array(z.object({ name: z.string(), image: z.string(), ports: z.array(z.int()) })),
  labels: z.record(z.string(), z.string()),
  /** The labels of its pods, which Services and subsets select. */
  podLabels: z.record(z.string(), z.string()),
  createdAt: z.string(),
  resourceVersion: z.string(),
  /** Created by Lamia: you can change every field of the form; otherwise only image and replicas. */
  own: z.boolean(),
};

const deploymentSchema = z.object(deploymentFields).meta({ id: "Deployment" });

export const deploymentDetailsSchema = z
  .object({
    ...deploymentFields,
    /** The object in the format of its form. */
    form: z.unknown(),
    /** The object from the API server, without the fields that the server adds. */
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

/** The Deployments of a virtual cluster with the same label `app` (or the name, for those without the label). */
export const applicationSchema = z
  .object({
    name: z.string(),
    virtualCluster: z.string(),
    state: z.enum(deploymentStates),
    replicas: z.int(),
    ready: z.int(),
    /** Sorted by version. */
    versions: z.array(deploymentSchema),
    /** Distinct images and container ports of all versions. */
    images: z.array(z.string()),
    ports: z.array(z.int()),
    /** Names of the virtual cluster's Services that select its pods. */
    services: z.array(z.string()),
    /** The labels of the oldest version. */
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

/** In the list of all virtual clusters. */
export const allApplicationsQuerySchema = applicationsQuerySchema.extend({
  show: z.enum(["managed", "all"]).default("managed").meta({ description: texts.showAllApplications }),
});
