type Labels = Readonly<Record<string, string>>;

/** Whether every label of the selector is among the labels. An empty selector selects all, as that of an Istio Gateway does. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (selector[key] !== labels[key]) return false;
  return true;
}

/**
 * Whether a Service leads to pods with these labels. One without a selector leads to none: its endpoints are somebody's own
 * work (https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors).
 */
export function serviceSelects(selector: Labels | undefined, labels: Labels): boolean {
  return selector !== undefined && Object.keys(selector).length > 0 && selects(selector, labels);
}
