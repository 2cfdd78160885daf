import type { Labels } from "@/lib/kubernetes/gateways/ingresses";
import { selects } from "@/lib/model/labels";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";

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

/**
 * Hosts by a name that many of them may have. Sorted by key when they are asked for, because hundreds can come one by one.
 */
export function targetsBy(nameOf: (target: SecuredHost) => string | null) {
  const byName = new Map<string, { targets: Set<SecuredHost>; sorted: readonly SecuredHost[] | null }>();

  return {
    add(target: SecuredHost): void {
      const name = nameOf(target);
      if (name === null) return;
      const group = byName.get(name) ?? { targets: new Set(), sorted: null };
      byName.set(name, group);
      group.targets.add(target);
      group.sorted = null;
    },
    remove(target: SecuredHost): void {
      const name = nameOf(target);
      const group = name === null ? undefined : byName.get(name);
      if (name === null || !group?.targets.delete(target)) return;
      group.sorted = null;
      if (group.targets.size === 0) byName.delete(name);
    },
    of(name: string): readonly SecuredHost[] {
      const group = byName.get(name);
      if (!group) return [];
      group.sorted ??= inKeyOrder(group.targets);
      return group.sorted;
    },
  };
}

/** Each key is made once, not for each comparison. */
export function inKeyOrder(targets: Iterable<SecuredHost>): SecuredHost[] {
  return [...targets]
    .map((target) => ({ target, key: keyOf(target) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ target }) => target);
}

function sorted(selector: Labels): [string, string][] {
  return Object.entries(selector).sort(([one], [other]) => (one < other ? -1 : 1));
}

function pairOf([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}
