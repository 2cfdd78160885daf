import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import type { RunningSandbox } from "@/sandbox/start";

const manifests = join(import.meta.dirname, "..", "..", "..", "deploy", "manifests");

interface Kubeconfig {
  users: { user: { token: string } }[];
}

interface Manifest {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; namespace?: string };
}

const plurals: Record<string, string> = {
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  Role: "roles",
  RoleBinding: "rolebindings",
};

/** Grants Lamia's ServiceAccount what the manifests grant it. */
export function grant({ kubernetes }: Pick<RunningSandbox, "kubernetes">, ...files: string[]): void {
  for (const file of files)
    for (const document of parseAllDocuments(readFileSync(join(manifests, file), "utf8"))) {
      const object = document.toJS() as Manifest | null;
      const plural = plurals[object?.kind ?? ""];
      if (!object || plural === undefined) continue;
      kubernetes.objects.put({ group: "rbac.authorization.k8s.io", plural }, object as never);
    }
}

const roleBindings = { group: "rbac.authorization.k8s.io", plural: "rolebindings" };

/** Lets Lamia's ServiceAccount have what a role for Secrets grants in a namespace, as the command that the panel shows does. */
export function bindRole(
  { kubernetes }: Pick<RunningSandbox, "kubernetes">,
  role: "lamia-virtual-cluster" | "lamia-ingress",
  namespace: string,
): void {
  kubernetes.objects.put(roleBindings, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: role, namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name: "lamia", namespace: "lamia-system" }],
  } as never);
}

export function unbindRole(
  { kubernetes }: Pick<RunningSandbox, "kubernetes">,
  role: "lamia-virtual-cluster" | "lamia-ingress",
  namespace: string,
): void {
  kubernetes.objects.remove(roleBindings, namespace, role);
}

/** A kubeconfig of Lamia's ServiceAccount, which may do what the cluster's roles say, and no more. */
export function asServiceAccount({ kubernetes, file }: RunningSandbox, home: string): string {
  const config = parse(readFileSync(file.kubeconfig, "utf8")) as Kubeconfig;
  const token = kubernetes.access.serviceAccountToken("lamia-system", "lamia");
  for (const { user } of config.users) user.token = token;
  const path = join(home, "kubeconfig-of-the-service-account");
  writeFileSync(path, stringify(config));
  return path;
}
