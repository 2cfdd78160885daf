import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { Sees } from "./permissions";
import { texts } from "./texts";

/** Takes the names of objects in virtual clusters that the reader doesn't see out of an answer. */
export type Shown = <Answer>(answer: Answer) => Answer;

export const asItIs: Shown = (answer) => answer;

/**
 * Findings, walks, events, and errors are about objects that the reader sees, but their texts can name others: the rival
 * for a host, the Gateway with the same certificate. Whoever writes such a text doesn't know who reads it, and it may be
 * stored, so one place takes the names out, for every answer and every message of the stream. Nothing is looked for when
 * the reader sees everything.
 */
export function shownTo(sees: Sees, cache: Pick<ClusterCache, "get">): Shown {
  if (sees(null)) return asItIs;
  const isHidden = (name: string) => {
    if (sees(name)) return false;
    const namespace = cache.get("Namespace", null, name);
    return namespace ? isVirtualCluster(namespace) : false;
  };
  return (answer) => discreet(answer, isHidden) as typeof answer;
}

/** What the reader wrote, or reads to edit it: the objects themselves. */
const verbatim = new Set(["object", "form", "current", "servers", "selector", "labels", "metadata", "yaml"]);

function discreet(value: unknown, isHidden: (namespace: string) => boolean): unknown {
  if (typeof value === "string") return withoutNames(value, isHidden);
  if (Array.isArray(value)) return value.map((each) => discreet(each, isHidden));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, verbatim.has(key) ? each : discreet(each, isHidden)]),
  );
}

const label = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

/** `Gateway shop/web`: how findings name an object of another namespace. Not a part of a URL or of a path. */
const qualified = new RegExp(
  `(?<![\\w./-])(?:(Gateway|VirtualService|DestinationRule|ServiceEntry|Service|Secret|Deployment) )?(${label})/${label}(?:\\.${label})*`,
  "g",
);

/** `web.shop.svc.cluster.local`: a Service's full name. */
const serviceHost = new RegExp(`(?<![\\w.-])(?:\\*|${label})\\.(${label})\\.svc(?:\\.${label})*`, "g");

/** `in shop`, `namespace shop`: a name on its own is only taken for a namespace after such a word. */
const mentioned = new RegExp(
  `(?<=\\b(?:in|of|to|from|for|by|[Nn]amespaces?|virtual cluster) )${label}(?![\\w/-]|\\.\\w)`,
  "g",
);

/** A text without the names of hidden objects, which it calls those of another virtual cluster. */
export function withoutNames(text: string, isHidden: (namespace: string) => boolean): string {
  return text
    .replace(mentioned, (namespace) => (isHidden(namespace) ? texts.other : namespace))
    .replace(qualified, (found, kind: string | undefined, namespace: string) =>
      isHidden(namespace) ? (kind ? texts.kindOfOther({ kind }) : texts.objectOfOther) : found,
    )
    .replace(serviceHost, (found, namespace: string) => (isHidden(namespace) ? texts.serviceOfOther : found));
}
