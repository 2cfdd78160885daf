import { podLabelsOf } from "@/components/application/pod-labels";
import type { DeploymentView } from "@/lib/api/application";
import type { SubsetForm } from "@/lib/istio/destination-rule/form";
import { labelProblem } from "@/lib/model/dns-name";

/**
 * A subset for each version among these that none of `subsets` chooses yet: the name is the version where a name may
 * be so, else made fit to be one.
 */
export function subsetSuggestions(
  versions: readonly DeploymentView[],
  subsets: readonly Partial<SubsetForm>[],
): SubsetForm[] {
  const taken = new Set(subsets.map(({ labels }) => labels?.version));
  const names = new Set(subsets.map(({ name }) => name));
  const found = new Map<string, SubsetForm>();
  for (const each of versions) {
    const { version } = podLabelsOf(each);
    if (version === undefined || version === "" || taken.has(version) || found.has(version)) continue;
    const name = nameFor(version);
    if (!names.has(name)) found.set(version, { name, labels: { version } });
  }
  return [...found.values()];
}

/** `1.0_RC` → `1-0-rc`. */
function nameFor(version: string): string {
  if (labelProblem(version) === null) return version;
  return version
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
