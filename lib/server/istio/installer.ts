import { z } from "zod";
import type { IstioInstallation } from "@/lib/api/istio";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import {
  applyManifest,
  deleteManifest,
  jobLog,
  type Manifest,
  readManifest,
} from "@/lib/kubernetes/objects/manifests";
import { ownLabel } from "@/lib/kubernetes/ownership";
import { installerName as name } from "@/lib/kubernetes/permissions";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";

/** Releases of Istio that can be installed, newest first. https://istio.io/latest/docs/releases/supported-releases/ */
export const istioVersions = [
  { version: "1.27.3", note: texts.recommended },
  { version: "1.26.6", note: texts.previousRelease },
  { version: "1.25.5", note: texts.oldKubernetes },
] as const;

const versionLabel = "lamia.dev/istio-version";
const logLines = 400;

export interface Installer {
  /** The current Job, with the end of its log. Throws `Failure`. */
  state(): Promise<IstioInstallation>;
  /** Starts the Job. False if one is already running. Throws `Failure`. */
  install(version: string): Promise<boolean>;
}

const jobSchema = z.object({
  metadata: z.object({
    labels: z.record(z.string(), z.string()).optional(),
    creationTimestamp: z.string().optional(),
  }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }),
  }),
  status: z
    .object({
      startTime: z.string().optional(),
      active: z.number().optional(),
      ready: z.number().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
            lastTransitionTime: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/**
 * Installs Istio by a Kubernetes Job in Lamia's namespace that runs the official installer image. Its ServiceAccount
 * may do everything, as istioctl must, and loses that right as soon as the Job has ended.
 * https://istio.io/latest/docs/setup/install/istioctl/
 */
export function istioInstaller(client: ClusterClient, namespace: string): Installer {
  const place = { namespace, name };

  async function state(): Promise<IstioInstallation> {
    const found = await readManifest<KubernetesObject>(client, "Job", place).catch(notWhenRefused);
    if (found === "refused") return { ...nothing, ...withoutRights, log: "" };
    const job = found && jobSchema.safeParse(found);
    if (!job?.success) return { ...nothing, note: texts.nothingInstalled, log: "" };
    const view = viewOf(job.data);
    if (view.state === "succeeded" || view.state === "failed") await revoke();
    return { ...view, log: await jobLog(client, place, logLines) };
  }

  /** Looks for the binding each time: a process may have ended before it could remove the permission. */
  async function revoke(): Promise<void> {
    await deleteManifest(client, "ClusterRoleBinding", { name });
    await deleteManifest(client, "ServiceAccount", place);
  }

  return {
    state,
    async install(version) {
      const current = await state();
      if (current.note === withoutRights.note)
        throw new Failure("refused", withoutRights.note, { remedy: withoutRights.remedy });
      if (current.state === "starting" || current.state === "running") return false;
      await ensureNamespace(client, namespace);
      if (current.state !== "none") await deleteManifest(client, "Job", place);
      for (const manifest of manifestsOf(namespace, version)) await applyManifest(client, manifest);
      return true;
    },
  };
}

function manifestsOf(namespace: string, version: string): Manifest[] {
  const labels = { ...ownLabel };
  return [
    { kind: "ServiceAccount", metadata: { name, namespace, labels } },
    {
      kind: "ClusterRoleBinding",
      metadata: { name, labels },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    {
      kind: "Job",
      metadata: { name, namespace, labels: { ...labels, [versionLabel]: version } },
      spec: {
        backoffLimit: 1,
        activeDeadlineSeconds: 900,
        template: {
          metadata: { labels: { ...labels, "sidecar.istio.io/inject": "false" } },
          spec: {
            serviceAccountName: name,
            restartPolicy: "Never",
            containers: [
              {
                name: "istioctl",
                image: `docker.io/istio/istioctl:${version}`,
                args: ["install", "-y", "--set", "profile=default"],
              },
            ],
          },
        },
      },
    },
  ];
}

/** The permissions to install are optional: a cluster that doesn't grant them has no Job of ours. */
function notWhenRefused(thrown: unknown): "refused" {
  if (asFailure(thrown).kind === "refused") return "refused";
  throw thrown;
}

const withoutRights = {
  note: texts.noRights,
  remedy: texts.grantRights,
} as const;

const nothing = {
  state: "none",
  version: null,
  image: null,
  startedAt: null,
  endedAt: null,
  remedy: null,
} as const;

function viewOf({ metadata, spec, status }: z.infer<typeof jobSchema>): Omit<IstioInstallation, "log"> {
  const ended = status?.conditions?.find(
    ({ type, status: value }) => (type === "Complete" || type === "Failed") && value === "True",
  );
  const version = metadata.labels?.[versionLabel] ?? null;
  const common = {
    version,
    image: spec.template.spec.containers[0]?.image ?? null,
    startedAt: status?.startTime ?? metadata.creationTimestamp ?? null,
    endedAt: ended?.lastTransitionTime ?? null,
    remedy: null,
  };
  if (ended?.type === "Complete")
    return { ...common, state: "succeeded", note: texts.installed({ version: version ?? "" }) };
  if (ended)
    return {
      ...common,
      state: "failed",
      note: texts.installFailed({ reason: ended.message ?? texts.seeLog }),
      remedy: texts.installAgain,
    };
  return (status?.ready ?? 0) > 0
    ? { ...common, state: "running", note: texts.installing({ version: version ?? "" }) }
    : { ...common, state: "starting", note: texts.starting };
}
