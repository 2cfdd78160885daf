import type { Labels } from "@/lib/kubernetes/gateways/ingresses";
import { selects } from "@/lib/model/labels";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/**
 * Hosts by the selector of their Gateway: finds the ones that pods with these labels affect, without looking at every host.
 */
interface SelectorIndex {
  add(target: SecuredHost): void;
  remove(target: SecuredHost): void;
  /** The hosts whose selector picks pods with these labels. */
  hostsSelecting(labels: Labels): string[];
}

interface Selected {
  selector: Labels;
  targets: Set<SecuredHost>;
}

/**
 * A selector is stored under its first label. Pods match it only if they have that one, so looking up each label of the pods
 * finds all candidates. Either Gateways share a few selectors, or each has its own (dedicated ingresses); in both cases a
 * lookup costs only what it finds.
 */
export function selectorIndex(): SelectorIndex {
  const byFirstLabel = new Map<string, Map<string, Selected>>();

  return {
    add(target) {
      const labels = sorted(target.selector);
      if (!labels[0]) return;
      const first = pairOf(labels[0]);
      const under = byFirstLabel.get(first) ?? new Map<string, Selected>();
      byFirstLabel.set(first, under);
      const key = JSON.stringify(labels);
      const selected = under.get(key) ?? { selector: target.selector, targets: new Set() };
      under.set(key, selected);
      selected.targets.add(target);
    },
    remove(target) {
      const labels = sorted(target.selector);
      if (!labels[0]) return;
      const first = pairOf(labels[0]);
      const under = byFirstLabel.get(first);
      const key = JSON.stringify(labels);
      const selected = under?.get(key);
      selected?.targets.delete(target);
      if (selected?.targets.size === 0) under?.delete(key);
      if (under?.size === 0) byFirstLabel.delete(first);
    },
    hostsSelecting(labels) {
      const hosts = new Set<string>();
      for (const label of Object.entries(labels))
        for (const { selector, targets } of byFirstLabel.get(pairOf(label))?.values() ?? [])
          if (selects(selector, labels)) for (const { host } of targets) hosts.add(host);
      return [...hosts];
    },
  };
}

function sorted(selector: Labels): [string, string][] {
  return Object.entries(selector).sort(([one], [other]) => (one < other ? -1 : 1));
}

function pairOf([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}
