import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { neededPermissions } from "@/lib/kubernetes/permissions";

/** `npm run rbac`: writes the rules of the chart's and the manifests' ClusterRole from what Lamia says it needs. */
const deploy = join(import.meta.dirname, "..", "deploy");
const files = ["helm/lamia/templates/cluster-role.yaml", "manifests/lamia.yaml"];

/** Resources of one group with the same verbs share a rule. */
const rules = Map.groupBy(
  neededPermissions,
  ({ group, verbs }) =>
    `  - apiGroups: ["${group}"]\n    resources: [RESOURCES]\n    verbs: [${verbs.join(", ")}]\n`,
);
const text = [...rules]
  .map(([rule, permissions]) =>
    rule.replace("RESOURCES", permissions.map(({ resource }) => resource).join(", ")),
  )
  .join("");

for (const file of files.map((name) => join(deploy, name))) {
  const before = readFileSync(file, "utf8");
  const after = before.replace(/^rules:\n(?: .*\n)+/m, `rules:\n${text}`);
  if (after !== before) writeFileSync(file, after);
}
