import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import { pairUp } from "../fields/pair-up";
import type { DestinationRuleForm } from "./form";
import type { DestinationRuleObject } from "./object";

/**
 * The Destination Rule that a valid form describes, with Lamia's own fields only. `spec.subsets` is one
 * atomic list, so a subset's own traffic policy is copied from `current`, matched by name, or by place when
 * it was renamed.
 */
export function destinationRuleFromForm(
  form: DestinationRuleForm,
  namespace: string,
  current?: DestinationRuleObject,
): DestinationRuleObject {
  const earlier = pairUp(form.subsets, current?.spec?.subsets ?? [], (subset, entry, samePlace) =>
    subset.name === entry.name ? 2 : samePlace ? 1 : 0,
  );
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      host: form.service,
      subsets: orAbsent(
        form.subsets.map(({ name, labels }, index) => {
          const { labels: _labels, ...kept } = earlier[index] ?? {};
          return dropUndefined({ ...kept, name, labels: orAbsent({ ...labels }) });
        }),
      ),
    }),
  };
}
