import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type InstallPermission,
  impersonationPermissions,
  installPermissions,
  migrationPermissions,
  neededPermissions,
  permissionsFor,
  secretRoles,
} from "@/lib/kubernetes/permissions";

/**
 * `npm run rbac`: writes the rules of the chart's and the manifests' roles from what Lamia declares that it needs.
 */
const deploy = join(import.meta.dirname, "..", "deploy");

const inCluster = installPermissions.filter(({ scope }) => scope === "cluster");
const inOwnNamespace = installPermissions.filter(({ scope }) => scope === "own namespace");

const byName = [...permissionsFor("by-name"), ...migrationPermissions];
const { own, ingress } = secretRoles;

write("helm/lamia/templates/cluster-role.yaml", byName, [...neededPermissions, ...migrationPermissions]);
write("manifests/lamia.yaml", [...neededPermissions, ...migrationPermissions]);
write("helm/lamia/templates/secrets-by-name.yaml", own, secretRoles["virtual-cluster"], ingress);
write("manifests/secrets-by-name.yaml", byName, own, secretRoles["virtual-cluster"], ingress);
write("helm/lamia/templates/istio-install.yaml", inCluster, inOwnNamespace);
write("manifests/istio-install.yaml", inCluster, inOwnNamespace);
write("helm/lamia/templates/impersonate.yaml", impersonationPermissions);
write("manifests/impersonate.yaml", impersonationPermissions);

type Grant = Pick<InstallPermission, "group" | "resource" | "verbs" | "names">;

/** Fills the file's blocks of rules, in order. */
function write(name: string, ...blocks: (readonly Grant[])[]): void {
  const file = join(deploy, name);
  const before = readFileSync(file, "utf8");
  const left = blocks.map(rulesOf);
  const after = before.replace(/^rules:\n(?: .*\n)*/gm, (rules) => left.shift() ?? rules);
  if (after !== before) writeFileSync(file, after);
}

/** Resources of a group with the same verbs share a rule. */
function rulesOf(grants: readonly Grant[]): string {
  const rules = Map.groupBy(grants, ({ group, verbs, names }) =>
    [
      `  - apiGroups: ["${group}"]\n    resources: [RESOURCES]\n`,
      names ? `    resourceNames: [${names.join(", ")}]\n` : "",
      `    verbs: [${verbs.join(", ")}]\n`,
    ].join(""),
  );
  const text = [...rules].map(([rule, shared]) =>
    rule.replace("RESOURCES", shared.map(({ resource }) => resource).join(", ")),
  );
  return `rules:\n${text.join("")}`;
}
