import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { neededPermissions } from "./permissions";

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const deploy = join(import.meta.dirname, "..", "..", "deploy");

/** `group/resource: verbs`, one for each resource, whatever rule grants it. */
function granted(rules: readonly Rule[]): string[] {
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => `${group}/${resource}: ${verbs.toSorted().join()}`),
      ),
    )
    .sort();
}

const needed = granted(
  neededPermissions.map(({ group, resource, verbs }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [...verbs],
  })),
);

test("the chart's ClusterRole grants what Lamia needs, and no more", () => {
  const template = readFileSync(join(deploy, "helm/lamia/templates/cluster-role.yaml"), "utf8");
  const rules = /^rules:\n(?: .*\n)+/m.exec(template)?.[0] ?? "";
  expect(granted((parse(rules) as { rules: Rule[] }).rules), "npm run rbac").toEqual(needed);
});

test("the plain manifests' ClusterRole grants what Lamia needs, and no more", () => {
  const documents = parseAllDocuments(readFileSync(join(deploy, "manifests/lamia.yaml"), "utf8"));
  const roles = documents
    .map((document) => document.toJS() as { kind?: string; rules: Rule[] })
    .filter(({ kind }) => kind === "ClusterRole");
  expect(
    roles.map(({ rules }) => granted(rules)),
    "npm run rbac",
  ).toEqual([needed]);
});
