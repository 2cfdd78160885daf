import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import {
  type InstallPermission,
  impersonationPermissions,
  installPermissions,
  migrationPermissions,
  neededPermissions,
  permissionsFor,
  secretRoles,
} from "./permissions";

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

const deploy = join(import.meta.dirname, "..", "..", "deploy");

/** `group/resource names: verbs`, one for each resource, whatever rule grants it. */
function granted(rules: readonly Rule[]): string[] {
  return rules
    .flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
      apiGroups.flatMap((group) =>
        resources.map(
          (resource) => `${group}/${resource} ${resourceNames.join()}: ${verbs.toSorted().join()}`,
        ),
      ),
    )
    .sort();
}

function wanted(permissions: readonly Omit<InstallPermission, "scope">[]): string[] {
  return granted(
    permissions.map(({ group, resource, names, verbs }) => ({
      apiGroups: [group],
      resources: [resource],
      ...(names && { resourceNames: [...names] }),
      verbs: [...verbs],
    })),
  );
}

const needed = wanted([...neededPermissions, ...migrationPermissions]);
const neededByName = wanted([...permissionsFor("by-name"), ...migrationPermissions]);
const ofSecrets = [secretRoles.own, secretRoles["virtual-cluster"], secretRoles.ingress].map(wanted);

/** What each block of rules in a file grants, in its order. */
function grantedIn(file: string): string[][] {
  const blocks = readFileSync(join(deploy, file), "utf8").match(/^rules:\n(?: .*\n)+/gm) ?? [];
  return blocks.map((rules) => granted((parse(rules) as { rules: Rule[] }).rules));
}

test("the chart's ClusterRole grants what Lamia needs, and no more", () => {
  expect(grantedIn("helm/lamia/templates/cluster-role.yaml"), "npm run rbac").toEqual([neededByName, needed]);
});

test("with Secrets only by name, chart and manifests grant what that needs, and no more", () => {
  expect(grantedIn("helm/lamia/templates/secrets-by-name.yaml"), "npm run rbac").toEqual(ofSecrets);
  expect(grantedIn("manifests/secrets-by-name.yaml"), "npm run rbac").toEqual([neededByName, ...ofSecrets]);
});

test("with Secrets only by name, nothing lists or watches Secrets outside of Lamia's namespace, except metadata by name", () => {
  expect(neededByName.filter((each) => each.startsWith("/secrets"))).toEqual([]);
  const elsewhere = [...secretRoles["virtual-cluster"], ...secretRoles.ingress];
  const lists = elsewhere.filter(({ verbs }) => verbs.some((verb) => verb === "list" || verb === "watch"));
  expect(lists).toEqual([expect.objectContaining({ names: ["lamia-metadata"] })]);
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

test.each(["helm/lamia/templates/impersonate.yaml", "manifests/impersonate.yaml"])(
  "%s grants what it takes to ask the cluster as a user, and no more",
  (file) => {
    const text = readFileSync(join(deploy, file), "utf8");
    const rules = /^rules:\n(?: .*\n)+/m.exec(text)?.[0] ?? "";
    expect(granted((parse(rules) as { rules: Rule[] }).rules), "npm run rbac").toEqual(
      wanted(impersonationPermissions),
    );
  },
);

test.each(["helm/lamia/templates/istio-install.yaml", "manifests/istio-install.yaml"])(
  "%s grants what installing Istio needs on top, and no more",
  (file) => {
    const text = readFileSync(join(deploy, file), "utf8");
    const roles = text.split("---\n").flatMap((part) => {
      const rules = /^rules:\n(?: .*\n)+/m.exec(part)?.[0];
      const kind = /^kind: (\w+)/m.exec(part)?.[1];
      return rules ? [{ kind, rules: granted((parse(rules) as { rules: Rule[] }).rules) }] : [];
    });
    const scoped = (scope: InstallPermission["scope"]) =>
      wanted(installPermissions.filter((permission) => permission.scope === scope));
    expect(roles, "npm run rbac").toEqual([
      { kind: "ClusterRole", rules: scoped("cluster") },
      { kind: "Role", rules: scoped("own namespace") },
    ]);
  },
);
