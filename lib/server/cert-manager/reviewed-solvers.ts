import { createHash } from "node:crypto";
import type { IssuerView } from "@/lib/api/cert-manager";
import { asFailure, Failure } from "@/lib/gateway/failure";
import {
  type IssuerObject,
  secretNamespaceOf,
  secretOfIssuer,
  valueIn,
} from "@/lib/kubernetes/cert-manager/issuers";
import { type Metadata, readMetadata } from "@/lib/kubernetes/objects/metadata";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import type { SecretText } from "@/lib/model/secret-text";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import { sharedKeys, wellKnownKey } from "@/lib/server/views/metadata-view";
import { type IssuerSettings, settingsOfIssuer } from "./issuer-settings";

type Held = Pick<Metadata, "plain" | "secretKeys">;

export function heldBy(cluster: ClusterRuntime, namespace: string): Held {
  return readMetadata(cluster, namespace) ?? { plain: {}, secretKeys: [] };
}

/** A solver as it is now, with what its Secrets hold. */
export interface Reviewed {
  view: IssuerView["solvers"][number];
  settings: IssuerSettings;
  namespace: string;
  /** By name, with the reason for those that can't be read. */
  secrets: ReadonlyMap<string, WholeSecret | null | Failure>;
}

/**
 * The solvers of an issuer, in its order. `seen` stands for what a user reviews of one: where each value comes from and
 * goes, and which state of the Secrets would be copied.
 */
export async function reviewedSolvers(
  cluster: ClusterRuntime,
  vc: string,
  issuer: IssuerObject,
): Promise<Reviewed[]> {
  const { kind, metadata, spec } = issuer;
  const namespace = secretNamespaceOf(cluster, issuer);
  const held = {
    virtualCluster: heldBy(cluster, vc),
    installation: heldBy(cluster, cluster.installation.environment.LAMIA_NAMESPACE),
  };
  const replaced = (isReplaced: (held: Held) => boolean) => ({
    virtualCluster: isReplaced(held.virtualCluster),
    installation: isReplaced(held.installation),
  });
  const isSet = (key: string, { plain, secretKeys }: Held) =>
    plain[key] !== undefined || secretKeys.includes(key);
  const solvers = (settingsOfIssuer(spec) ?? []).map(async (settings, index): Promise<Reviewed> => {
    const { title, plain, secret, left, obstacle } = settings;
    const names = [...new Set(Object.values(secret).map(({ name }) => name))].sort();
    const secrets = new Map(
      await Promise.all(
        names.map(async (name) => {
          const found = await secretOfIssuer(cluster, { namespace, name }).catch(asFailure);
          return [name, found] as const;
        }),
      ),
    );
    const taken = [
      ...Object.entries(plain).map(([key, value]) => ({
        ...{ key, label: labelOf(key), value, from: null },
        replaces: replaced((held) => isSet(key, held) && held.plain[key] !== value),
      })),
      ...Object.entries(secret).map(([key, { name, key: of }]) => ({
        ...{ key, label: labelOf(key), value: null, from: { secret: `${namespace}/${name}`, key: of } },
        replaces: replaced((held) => isSet(key, held)),
      })),
    ];
    const fitsInstallation = kind === "ClusterIssuer" && taken.every(({ key }) => isSharedKey(key));
    const shown = { index, title, settings: taken, left, obstacle, fitsInstallation };
    const states = [...secrets].map(([name, found]) =>
      found === null || found instanceof Failure
        ? [name, found?.kind ?? null]
        : [name, found.metadata.uid, found.metadata.resourceVersion],
    );
    const seen = digestOf([kind, metadata.uid, shown, states]);
    return { view: { ...shown, seen }, settings, namespace, secrets };
  });
  return Promise.all(solvers);
}

function labelOf(key: string): string {
  return wellKnownKey(key)?.label ?? key;
}

function isSharedKey(key: string): boolean {
  return sharedKeys.some((shared) => shared.key === key);
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

/** For the Secret of the metadata only. Throws a conflict if one isn't there. */
export function secretValues({ settings, namespace, secrets }: Reviewed): Record<string, SecretText> {
  const values = Object.entries(settings.secret).map(([key, { name, key: of }]) => {
    const found = secrets.get(name) ?? null;
    try {
      if (found instanceof Failure) throw found;
      return [key, valueIn(found, { namespace, name }, of)] as const;
    } catch (thrown) {
      const { message, remedy = "" } = asFailure(thrown);
      throw new ProblemError("conflict", `${message} ${remedy}`.trim());
    }
  });
  return Object.fromEntries(values);
}
