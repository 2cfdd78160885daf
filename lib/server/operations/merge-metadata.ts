import { directoryOf, isNamedCa } from "@/lib/acme/named-cas";
import { acmeDnsKey } from "@/lib/dns/manual/manual";
import { keyNames as rfc2136Keys, serversOf } from "@/lib/dns/rfc2136/metadata-keys";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { patchMetadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import { type AllowedTargets, resolvedAddressProblem, resolvedHostProblem } from "@/lib/net/addresses";
import { notifyKeys } from "@/lib/notify/sinks";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { Installation } from "@/lib/server/installation";
import { sharedKeys, wellKnownKey, wellKnownKeys } from "@/lib/server/views/metadata-view";
import { texts } from "./texts";

/** A merge of metadata: null removes. */
export type Patch = Record<string, string | null>;

/** Throws `invalid` with a place for each key or value that the installation can't have. */
export async function patchInstallation(
  installation: Installation,
  cluster: ClusterRuntime,
  patch: Patch,
): Promise<void> {
  const namespace = installation.environment.LAMIA_NAMESPACE;
  const other = Object.keys(patch).find((key) => !sharedKeys.some((shared) => shared.key === key));
  if (other !== undefined) {
    const message = texts.notForInstallation({ key: other });
    throw new ProblemError("invalid", message, [{ path: [other], message }]);
  }
  await refuseWrong(installation, cluster, namespace, patch);
  cluster.cache.observe(await ensureNamespace(cluster.client, namespace));
  // Everything goes into the Secret, where one `kubectl create secret` can put it too; a value elsewhere is
  // removed.
  const { plain = {} } = readMetadata(cluster, namespace) ?? {};
  const annotated = Object.keys(patch).filter((key) => plain[key] !== undefined);
  await patchMetadata(cluster, namespace, {
    plain: Object.fromEntries(annotated.map((key) => [key, null])),
    secret: picked(patch, () => true),
  });
}

export function picked(body: Patch, isPicked: (key: string) => boolean): Patch {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => isPicked(key))
      .map(([key, value]) => [key, isUnset(value) ? null : value]),
  );
}

export function isUnset(value: string | null | undefined): boolean {
  return value === null || value === undefined || value === "";
}

/** Throws `invalid` with a place for each value that can't be used. */
export async function refuseWrong(
  installation: Installation,
  cluster: ClusterRuntime,
  namespace: string,
  body: Patch,
): Promise<void> {
  const secretKeys = readMetadata(cluster, namespace)?.secretKeys ?? [];
  const wrong = Object.entries(body).flatMap(([key, value]) => problemsOf(key, value, secretKeys));
  const errors = wrong.length > 0 ? wrong : await addressProblems(installation, namespace, body);
  if (errors.length > 0) throw new ProblemError("invalid", errors[0]?.message ?? "", errors);
}

function problemsOf(key: string, value: string | null, secretKeys: readonly string[]) {
  if (value === null || value === "") return [];
  const known = wellKnownKey(key);
  const parsed = known?.schema.safeParse(value);
  if (parsed && !parsed.success) return parsed.error.issues.map(({ message }) => ({ path: [key], message }));
  const looksSecret = /PRIVATE KEY-----|"private_key"\s*:/.test(value);
  if (!known && looksSecret && !secretKeys.includes(key)) {
    const files = wellKnownKeys.filter(({ kind, secret }) => secret && kind.endsWith("-file"));
    const keep =
      files.length === 0
        ? texts.keepElsewhere
        : `Use ${files.map((file) => `${file.key} for ${file.group}`).join(", or ")}.`;
    const message = texts.looksSecret({ key, advice: keep });
    return [{ path: [key], message }];
  }
  return [];
}

/**
 * Rejects an address that nothing would be sent to, while somebody looks at the field. Servers of DNS and CAs that the
 * installation names may be anywhere.
 */
async function addressProblems({ environment }: Installation, namespace: string, body: Patch) {
  const allowed = environment.LAMIA_ALLOWED_TARGETS;
  const isInstallations = namespace === environment.LAMIA_NAMESPACE;
  const { LAMIA_ACME_DIRECTORY, LAMIA_DNS_ENDPOINTS } = environment;
  const urlProblem = (value: string) => resolvedAddressProblem(value, { allowed });
  const unlessOwn = (own: string | undefined) => async (value: string) =>
    value.replace(/\/+$/, "") === own?.replace(/\/+$/, "") ? null : urlProblem(value);
  const checks: (readonly [key: string, problemOf: (value: string) => Promise<string | null>])[] = [
    ...notifyKeys.filter(({ kind }) => kind === "url").map(({ key }) => [key, urlProblem] as const),
    [acmeDnsKey.key, unlessOwn(LAMIA_DNS_ENDPOINTS["acme-dns"])],
    ...(isInstallations
      ? []
      : ([
          [
            "acme_ca",
            async (value) => (isNamedCa(directoryOf(value)) ? null : unlessOwn(LAMIA_ACME_DIRECTORY)(value)),
          ],
          [rfc2136Keys.server, (value) => serverProblem(value, allowed)],
        ] satisfies [string, (value: string) => Promise<string | null>][])),
  ];
  const problems = checks.map(async ([key, problemOf]) => {
    const value = Object.hasOwn(body, key) ? body[key] : null;
    const message = value ? await problemOf(value) : null;
    return message === null ? [] : [{ path: [key], message }];
  });
  return (await Promise.all(problems)).flat();
}

async function serverProblem(value: string, allowed: AllowedTargets): Promise<string | null> {
  const problems = serversOf(value).map(({ host }) => resolvedHostProblem(host, allowed));
  return (await Promise.all(problems)).find((problem) => problem !== null) ?? null;
}
