import { createHash } from "node:crypto";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { Cluster } from "@/lib/gateway/world";
import { type EnvoyFilterSpec, misdirectedRequests } from "@/lib/istio/gateway/misdirected-requests";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import {
  applyManifest,
  deleteManifest,
  type Manifest,
  manifestKinds,
  readManifest,
} from "@/lib/kubernetes/objects/manifests";
import { isOurs, misdirectedLabel, ownLabel } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { gather } from "@/lib/store/gather";
import { texts } from "./texts";

interface Parts {
  client: ClusterClient;
  cache: Pick<ClusterCache, "stateOf">;
  index: Pick<SecuredHostIndex, "all">;
  ingresses: Cluster["ingresses"];
}

export interface MisdirectedAnswers extends Pick<Cluster, "answerMisdirected"> {
  /** Deletes those of Lamia's EnvoyFilters whose ingress serves no shared wildcard any more. Throws `Failure`. */
  tidy(): Promise<void>;
}

/** A walk asks at each visit; what was right counts as right for this long. */
const rightForMs = 10 * 60_000;

/**
 * An EnvoyFilter for each ingress with Gateways that share a wildcard certificate, beside its pods. A label marks it as Lamia's,
 * and its name comes from the selector of the Gateways, so that whoever shares an ingress shares the EnvoyFilter.
 */
export function misdirectedAnswers({ client, cache, index, ingresses }: Parts): MisdirectedAnswers {
  const rightUntil = new Map<string, number>();

  async function ensure(namespace: string, selector: Record<string, string>): Promise<void> {
    const manifest = manifestFor(namespace, selector);
    const { name } = manifest.metadata;
    const found = await readManifest(client, "EnvoyFilter", { namespace, name });
    if (found && !isOurs(found))
      throw new Failure("rejected", texts.envoyFilterTaken({ namespace, name }), {
        remedy: texts.envoyFilterTakenRemedy({ namespace, name }),
      });
    await applyManifest(client, manifest);
  }

  /** Where an ingress is unknown at the moment, the EnvoyFilter of that name stays wherever it is. */
  async function isWanted({ namespace = "", name }: KubernetesObject["metadata"]): Promise<boolean> {
    const sharing = index
      .all()
      .filter((each) => each.certificateScope === "zone" && nameFor(each.selector) === name);
    for (const target of sharing) {
      const at = await ingresses(target).catch(() => []);
      if (at.length === 0 || at.some((each) => each.namespace === namespace)) return true;
    }
    return false;
  }

  const tidy = gather<void, void>(async (askers) => {
    const isVisible = (["Gateway", "Namespace"] as const).every(
      (kind) => cache.stateOf(kind).state === "connected",
    );
    // Without the Gateways, nobody knows who shares a certificate.
    for (const { metadata } of isVisible ? await found() : []) {
      const { namespace = "", name } = metadata;
      if (!isOurs({ metadata }) || (await isWanted(metadata))) continue;
      rightUntil.delete(`${namespace}/${name}`);
      await deleteManifest(client, "EnvoyFilter", { namespace, name });
      rightUntil.delete(`${namespace}/${name}`);
    }
    return askers.map(() => undefined);
  });

  /** Ours, as far as their label says. */
  async function found(): Promise<readonly KubernetesObject[]> {
    const call = {
      verb: "list",
      resource: manifestKinds.EnvoyFilter,
      query: { labelSelector: misdirectedLabel },
    } as const;
    try {
      return (await client.find<{ items?: KubernetesObject[] }>(call))?.items ?? [];
    } catch (thrown) {
      // Whoever may not list them couldn't have made any.
      if (asFailure(thrown).kind === "refused") return [];
      throw thrown;
    }
  }

  return {
    async answerMisdirected(target) {
      const namespaces = new Set((await ingresses(target)).map(({ namespace }) => namespace));
      for (const namespace of namespaces) {
        const key = `${namespace}/${nameFor(target.selector)}`;
        if ((rightUntil.get(key) ?? 0) > Date.now()) continue;
        await ensure(namespace, target.selector);
        rightUntil.set(key, Date.now() + rightForMs);
      }
    },
    tidy,
  };
}

/** The same for Gateways with the same selector, in whichever order its labels are written. */
function nameFor(selector: Record<string, string>): string {
  const labels = Object.entries(selector).sort(([one], [other]) => (one < other ? -1 : 1));
  const digest = createHash("sha256").update(JSON.stringify(labels)).digest("hex");
  return `lamia-misdirected-${digest.slice(0, 10)}`;
}

function manifestFor(
  namespace: string,
  selector: Record<string, string>,
): Manifest & { spec: EnvoyFilterSpec } {
  return {
    kind: "EnvoyFilter",
    metadata: {
      name: nameFor(selector),
      namespace,
      labels: { ...ownLabel, [misdirectedLabel]: "true" },
    },
    spec: misdirectedRequests(selector),
  };
}
