import type { SecuredHost } from "@/lib/gateway/model";
import { carries, type Labels } from "@/lib/kubernetes/ingresses";

/** Hosts by the selector of their Gateway: who is concerned by pods of these labels, without a look at every host. */
export interface SelectorIndex {
  add(target: SecuredHost): void;
  remove(target: SecuredHost): void;
  /** Whose selector picks pods that carry these labels. */
  hostsSelecting(labels: Labels): string[];
}

interface Selected {
  selector: Labels;
  targets: Set<SecuredHost>;
}

/**
 * A selector stands under the first of its labels: pods carry it only when they carry that one, so that looking up
 * each label of the pods finds all candidates. Gateways share few selectors, or have one each (dedicated ingresses);
 * either way a look costs what it finds.
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
          if (carries(labels, selector)) for (const { host } of targets) hosts.add(host);
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
