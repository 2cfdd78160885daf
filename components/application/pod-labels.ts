import type { DeploymentView } from "@/lib/api/application";
import { selects } from "@/lib/model/labels";

type Labels = Readonly<Record<string, string>>;

/**
 * The labels of a version's pods, as far as its view has them: those of the Deployment, plus application and
 * version of its pods.
 */
export function podLabelsOf({ labels, app, version }: DeploymentView): Record<string, string> {
  return { ...labels, app, ...(version === null ? {} : { version }) };
}

/** The versions whose pods have all of these labels; none for an empty selector, as for a Service. */
export function versionsWith(selector: Labels, versions: readonly DeploymentView[]): DeploymentView[] {
  if (Object.keys(selector).length === 0) return [];
  return versions.filter((version) => selects(selector, podLabelsOf(version)));
}

/** Keys and values that distinguish or group pods, most used first: suggestions for a selector. */
export function labelKeysOf(versions: readonly DeploymentView[]): string[] {
  const uses = new Map<string, number>();
  for (const version of versions)
    for (const key of Object.keys(podLabelsOf(version))) uses.set(key, (uses.get(key) ?? 0) + 1);
  return [...uses].sort(([, one], [, other]) => other - one).map(([key]) => key);
}
