import { z } from "zod";
import { texts } from "./texts";

/** ok; working: in progress; missing: not present; broken: present, but unhealthy; unknown: not visible. */
export const partStates = ["ok", "working", "missing", "broken", "unknown"] as const;

const part = {
  state: z.enum(partStates),
  /** One sentence. */
  note: z.string(),
  /** What to do; null if nothing. */
  remedy: z.string().nullable(),
};

const ingressSchema = z
  .object({
    namespace: z.string(),
    /** Of the Deployment. */
    name: z.string(),
    /** Labels that a Gateway's selector may name. */
    labels: z.record(z.string(), z.string()),
    /** The selector that a Gateway form would use for it. */
    selector: z.record(z.string(), z.string()),
    service: z.string().nullable(),
    /** First public address or load balancer name; null until known. */
    address: z.string().nullable(),
    ports: z.array(z.int()),
    version: z.string().nullable(),
    ready: z.int(),
    replicas: z.int(),
    ...part,
    /** `namespace/name` of the Gateway that it is dedicated to, and is deleted with; null for a shared one. */
    dedicatedTo: z.string().nullable(),
    /** `namespace/name` of the Gateways that select it. */
    gateways: z.array(z.string()),
  })
  .meta({ id: "Ingress" });

export type IngressView = z.infer<typeof ingressSchema>;

export const ingressesSchema = z.object({ items: z.array(ingressSchema) });

export const istioSchema = z
  .object({
    /** The worst of the parts. */
    state: z.enum(partStates),
    checkedAt: z.string(),
    namespace: z.object({ name: z.string(), ...part }),
    definitions: z.object({
      ...part,
      items: z.array(
        z.object({
          /** e.g. `gateways.networking.istio.io` */
          name: z.string(),
          present: z.boolean(),
          /** Served versions, e.g. `v1`. */
          versions: z.array(z.string()),
          /** The panel needs it; the others are Istio's own business. */
          needed: z.boolean(),
        }),
      ),
    }),
    controlPlane: z.object({
      ...part,
      ready: z.int(),
      replicas: z.int(),
      version: z.string().nullable(),
      revision: z.string().nullable(),
    }),
    ingressGateways: z.object({ ...part, items: z.array(ingressSchema) }),
    /** Every namespace: whether it is a virtual cluster, why not, and whether sidecars are injected. */
    namespaces: z.array(
      z.object({
        name: z.string(),
        managed: z.boolean(),
        reason: z.string(),
        remedy: z.string().nullable(),
        injection: z.boolean(),
      }),
    ),
    /** Versions that can be installed, newest first; the first is recommended. */
    versions: z.array(z.object({ version: z.string(), note: z.string() })),
    /** `ask`: an admin confirms; `automatic`: missing parts are installed at once. */
    installation: z.enum(["ask", "automatic"]),
  })
  .meta({ id: "Istio" });

export type IstioView = z.infer<typeof istioSchema>;

export const istioInstallSchema = z.strictObject({
  version: z.string(),
  confirm: z.literal(true, texts.confirmInstall),
});

export const istioInstallationSchema = z
  .object({
    state: z.enum(["none", "starting", "running", "succeeded", "failed"]),
    version: z.string().nullable(),
    image: z.string().nullable(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    /** One sentence; with `failed`, why. */
    note: z.string(),
    remedy: z.string().nullable(),
    /** The last lines of the installer's log. */
    log: z.string(),
  })
  .meta({ id: "IstioInstallation" });

export type IstioInstallation = z.infer<typeof istioInstallationSchema>;
