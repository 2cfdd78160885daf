import { isDeepStrictEqual } from "node:util";
import { isRecord } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { Resource } from "@/lib/kubernetes/objects/kinds";
import type { Labels, PodSet } from "./ingresses";

/**
 * Pods that no Deployment, DaemonSet or StatefulSet stands for: bare ones, and those of other people's controllers.
 * They are not watched, since a cluster has thousands of pods and an ingress of this sort is rare: they are asked for
 * by a Gateway's selector, metadata only, where no workload carries its labels.
 */
export interface IngressPods {
  /** One for each set of labels in a namespace. Throws `Failure`. */
  selectedBy(selector: Labels): Promise<readonly NamedPodSet[]>;
  /** Those seen last, of every selector that was asked for: the same array until something of it changes. */
  known(): readonly NamedPodSet[];
}

export interface NamedPodSet extends PodSet {
  /** Of one of the pods. */
  name: string;
}

const resource = { group: "", version: "v1", plural: "pods", namespaced: true } as const satisfies Resource;
/** Hosts share selectors: those that ask within this time share an answer. */
const remembersForMs = 10_000;
/** More pods than these are replicas of each other. */
const limit = 200;
const selectorsRemembered = 1000;

interface Answer {
  askedAt: number;
  podSets: Promise<readonly NamedPodSet[]>;
}

/** `now` is monotonic, in ms. */
export function ingressPods(
  client: Pick<ClusterClient, "request">,
  now: () => number = () => performance.now(),
): IngressPods {
  const answers = new Map<string, Answer>();
  const seen = new Map<string, readonly NamedPodSet[]>();
  let known: readonly NamedPodSet[] = [];

  async function ask(labelSelector: string): Promise<readonly NamedPodSet[]> {
    const query = { labelSelector, limit };
    const list = await client.request<unknown>({ verb: "list", resource, query, metadataOnly: true });
    const items = isRecord(list) && Array.isArray(list.items) ? list.items.filter(isRecord) : [];
    const podSets = alike(items.flatMap(({ metadata }) => (isRecord(metadata) ? [metadata] : [])));
    remember(seen, labelSelector, podSets);
    const now = alikeOnce([...seen.values()].flat());
    if (!isDeepStrictEqual(known, now)) known = now;
    return podSets;
  }

  return {
    async selectedBy(selector) {
      const entries = Object.entries(selector).sort();
      if (entries.length === 0 || !entries.every(isLabel)) return [];
      const labelSelector = entries.map(([key, value]) => `${key}=${value}`).join(",");
      const answer = answers.get(labelSelector);
      if (answer && now() - answer.askedAt < remembersForMs) return answer.podSets;
      const podSets = ask(labelSelector);
      remember(answers, labelSelector, { askedAt: now(), podSets });
      podSets.catch(() => answers.delete(labelSelector));
      return podSets;
    },
    known: () => known,
  };
}

/** A selector may hold anything; a pod's labels may not, and the API server refuses to look for what cannot be. */
function isLabel([key, value]: [string, string]): boolean {
  const name = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
  return new RegExp(`^([a-z0-9.-]+/)?${name}$`).test(key) && new RegExp(`^(${name})?$`).test(value);
}

function alike(pods: readonly Record<string, unknown>[]): NamedPodSet[] {
  return alikeOnce(
    pods.flatMap(({ name, namespace, labels, deletionTimestamp }) => {
      if (typeof name !== "string" || typeof namespace !== "string") return [];
      if (!isRecord(labels) || deletionTimestamp !== undefined) return [];
      const texts = Object.entries(labels).map(([key, value]) => [key, String(value)] as const);
      return { namespace, name, labels: Object.fromEntries(texts), namedPorts: {} };
    }),
  );
}

/** One for each set of labels in a namespace, by the name that comes first, so that it stays while replicas come and go. */
function alikeOnce(podSets: readonly NamedPodSet[]): NamedPodSet[] {
  const sets = new Map<string, NamedPodSet>();
  for (const each of podSets.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const key = JSON.stringify([each.namespace, Object.entries(each.labels).toSorted()]);
    if (!sets.has(key)) sets.set(key, each);
  }
  return [...sets.values()];
}

/** The latest ones; who is forgotten is asked for again. */
function remember<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > selectorsRemembered && oldest !== undefined) values.delete(oldest);
}
