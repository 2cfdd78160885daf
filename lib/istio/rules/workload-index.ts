import type { Workload } from "./snapshot";

export type SelectWorkloads = (
  selector: Record<string, string> | undefined,
  namespace?: string,
) => Workload[];

/**
 * Finds workloads by their pods' labels; an empty selector picks all. Every answer is kept, as many Gateways
 * and Services share few selectors.
 */
export function workloadIndex(workloads: readonly Workload[]): SelectWorkloads {
  const byLabel = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const [key, value] of Object.entries(workload.podLabels)) {
      push(byLabel, `${key}=${value}`, workload);
      push(byLabel, `${workload.namespace}/${key}=${value}`, workload);
    }
    push(byLabel, `${workload.namespace}/`, workload);
  }
  const answers = new Map<string, Workload[]>();
  return (selector = {}, namespace) => {
    const wanted = Object.entries(selector);
    const scope = namespace === undefined ? "" : `${namespace}/`;
    const key = scope + JSON.stringify(wanted);
    const known = answers.get(key);
    if (known) return known;
    const [first] = wanted;
    const everything = namespace === undefined ? workloads : (byLabel.get(scope) ?? []);
    const candidates = first ? (byLabel.get(`${scope}${first[0]}=${first[1]}`) ?? []) : everything;
    const answer = candidates.filter(({ podLabels }) => selects(selector, podLabels));
    answers.set(key, answer);
    return answer;
  };
}

/** Whether every label of the selector is among the labels. */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  for (const key in selector) if (selector[key] !== labels[key]) return false;
  return true;
}

/** Adds to the list that stands under the key. */
export function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
