import { plural } from "@/components/overview/plural";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";

/** What stops when one version is deleted. */
export function lossesOfVersion(version: DeploymentView): string[] {
  const { name, version: label, replicas } = version;
  return [
    `The Deployment ${name} with ${plural(replicas, "pod")}.`,
    ...(label === null
      ? []
      : [
          `Requests that a virtual service leads to version ${label}: they get 503 until its weight is moved.`,
        ]),
  ];
}

/** What stops when an application is deleted with all its versions. */
export function lossesOfApplication({ versions, services }: ApplicationView): string[] {
  return [
    ...versions.map(({ name, replicas }) => `The Deployment ${name} with ${plural(replicas, "pod")}.`),
    ...services.map(
      (service) => `The service ${service} stays, but has no pod of this application any more.`,
    ),
  ];
}
