import { isExportedTo, rootNamespace } from "@/lib/istio/rules/exports";
import { hostCovers } from "@/lib/model/hosts";
import type { DestinationRuleObject, GatewayObject, ServiceEntryObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import type { ServiceObject } from "@/lib/model/object";
import { firstPair, type Indexed, type IndexName, pairOf } from "./indexes";
import type { Lookups } from "./lookups";
import type { Workload } from "./snapshot";

type Labels = Record<string, string>;

/** The mesh, for checks. The result of a check depends on whatever the check asks here. */
export interface Mesh {
  /** Set if there may be Secrets that aren't listed. */
  onlyOwnSecrets: boolean;
  find: Lookups["find"];
  once: Lookups["once"];
  /** The first under the key. */
  one<Name extends IndexName>(index: Name, key: string): Indexed<Name> | undefined;
  /** Workloads whose pods have all labels; an empty selector matches all. */
  selectWorkloads(selector: Labels | undefined, namespace?: string): readonly Workload[];
  ingressOf(gateway: GatewayObject): Ingress;
  /** Whether a Service or ServiceEntry provides the full name; with a namespace, one that is exported to it. */
  provides(host: string, client?: string): boolean;
  /** All rules for the host, wherever they are. */
  rulesFor(host: string): readonly DestinationRuleObject[];
  /** The rules that callers in the namespace follow. */
  rulesSeenFrom(client: string, host: string): readonly DestinationRuleObject[];
}

/** What a Gateway's selector matches. */
export interface Ingress {
  workloads: readonly Workload[];
  namespaces: readonly string[];
  /** Services that lead to these workloads. */
  services: readonly ServiceObject[];
}

export function meshOf({ find, once }: Pick<Lookups, "find" | "once">, onlyOwnSecrets = false): Mesh {
  function selectWorkloads(selector: Labels = {}, namespace?: string): readonly Workload[] {
    const scope = namespace === undefined ? "" : `${namespace}/`;
    return once(`pods ${scope} ${JSON.stringify(selector)}`, () =>
      find("workloadsByLabel", scope + firstPair(selector)).filter(({ podLabels }) =>
        selects(selector, podLabels),
      ),
    );
  }

  function servicesBefore({ namespace, podLabels }: Workload): ServiceObject[] {
    return Object.entries(podLabels).flatMap((label) =>
      find("servicesByLabel", `${namespace}/${pairOf(label)}`).filter(({ spec }) =>
        selects(spec.selector ?? {}, podLabels),
      ),
    );
  }

  function rulesFor(host: string): readonly DestinationRuleObject[] {
    const wildcards = find("destinationRulesByHost", "*").filter(({ spec }) => hostCovers(spec.host, host));
    const exact = find("destinationRulesByHost", host);
    return wildcards.length > 0 ? [...exact, ...wildcards] : exact;
  }

  return {
    onlyOwnSecrets,
    find,
    once,
    one: (index, key) => find(index, key)[0],
    selectWorkloads,
    ingressOf: ({ spec: { selector = {} } }) =>
      once(`ingress ${JSON.stringify(selector)}`, () => {
        const workloads = selectWorkloads(selector);
        return {
          workloads,
          namespaces: [...new Set(workloads.map(({ namespace }) => namespace))],
          services: [...new Set(workloads.flatMap(servicesBefore))],
        };
      }),
    provides(host, client) {
      const isSeen = (each: ServiceObject | ServiceEntryObject) =>
        client === undefined || isExportedTo(each, client);
      return (
        find("services", host).some(isSeen) ||
        find("serviceEntriesByHost", host).some(isSeen) ||
        find("serviceEntriesByHost", "*").some(
          (each) => isSeen(each) && (each.spec.hosts ?? []).some((pattern) => hostCovers(pattern, host)),
        )
      );
    },
    rulesFor,
    /**
     * The rules in the caller's namespace, otherwise in the service's, otherwise in the root namespace: the first of these
     * with a rule for the host; of its rules, the most specific. Source: Istio, `PushContext.destinationRule`.
     */
    rulesSeenFrom(client, host) {
      const all = rulesFor(host);
      if (all.length === 0) return all;
      const provider = find("services", host)[0] ?? find("serviceEntriesByHost", host)[0];
      const own = client === rootNamespace ? [] : [client];
      for (const namespace of [...own, provider?.metadata.namespace, rootNamespace]) {
        const seen = all.filter(
          (rule) =>
            rule.metadata.namespace === namespace &&
            (own.includes(namespace ?? "") || isExportedTo(rule, client)),
        );
        const longest = Math.max(...seen.map((rule) => specificity(rule, host)));
        if (seen.length > 0) return seen.filter((rule) => specificity(rule, host) === longest);
      }
      return [];
    },
  };
}

function specificity({ spec }: DestinationRuleObject, host: string): number {
  return spec.host.startsWith("*") ? spec.host.length : host.length + 1;
}
