import type { Severity } from "@/lib/istio/rules/finding";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { gateway, httpsServer } from "@/lib/istio/testing/mesh";

/** For each check, a mesh that is nearly wrong and one that is wrong, both made from the healthy one. */
export interface Example {
  passes: (mesh: MeshSnapshot) => void;
  fails: (mesh: MeshSnapshot) => void;
  /** `code severity path` of the first finding in the failing mesh. */
  finding: [code: string, severity: Severity, path: string];
}

export type Examples = Record<string, Example>;

export const other = "other.democluster.net";

export function second(servers = [httpsServer(other, "own")], annotation?: string) {
  return gateway("gw-2", servers, annotation);
}

export function own(namespace: string, names = [other], serial = "2B"): SecretSummary {
  return { namespace, name: "own", certificate: { names, serial } };
}

export function route(destination: { host: string; subset?: string; port?: { number: number } }) {
  return [{ route: [{ destination }] }];
}
