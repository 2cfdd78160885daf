import { z } from "zod";
import { dropUndefined, orAbsent, withSpec } from "@/lib/istio/fields/drop-empty";
import { checkedDnsText, checkedText, repeated, reporting } from "@/lib/istio/fields/field-problem";
import {
  objectFields,
  objectForm,
  objectMeta,
  objectPlaces,
  specPlaces,
} from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import { both, type Place } from "@/lib/istio/fields/places";
import { meshHostProblem } from "@/lib/istio/fields/service-host";
import { labelProblem } from "@/lib/model/dns-name";
import type { DestinationRuleObject } from "@/lib/model/istio-objects";
import { labelsSchema } from "@/lib/model/labels";
import { texts } from "./texts";

const subsetSchema = z.object({
  name: checkedText(labelProblem),
  labels: labelsSchema.default({}).describe(texts.subsetLabels),
});

export type SubsetForm = z.output<typeof subsetSchema>;

/** The Destination Rule form. Rules: Istio, Destination Rule reference. */
export const destinationRuleFormSchema = z
  .object({
    ...objectFields,
    service: checkedDnsText((host) => (host === "*" ? texts.hostAlone : meshHostProblem(host))).describe(
      texts.hostHelp,
    ),
    subsets: z.array(subsetSchema).default([]),
  })
  .superRefine(
    reporting(({ subsets }) =>
      repeated(
        subsets,
        ({ name }) => name,
        (index) => ["subsets", index, "name"],
        (name) => texts.subsetTaken({ name }),
      ),
    ),
  );

export type DestinationRuleForm = z.output<typeof destinationRuleFormSchema>;

/**
 * The DestinationRule that a valid form describes, with Lamia's own fields only. `spec.subsets` is one atomic list, so a
 * subset's own traffic policy is copied from `current`, found by name, or by position if the subset was renamed.
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

/** The form that shows any DestinationRule, whoever created it. */
export function formFromDestinationRule(rule: DestinationRuleObject): DestinationRuleForm {
  const { metadata, spec } = withSpec(rule);
  return {
    ...objectForm(metadata),
    service: spec.host ?? "",
    subsets: (spec.subsets ?? []).map(({ name, labels }) => ({ name, labels: { ...labels } })),
  };
}

/** Where the fields of the form are in a DestinationRule. */
export const destinationRulePlaces: readonly Place[] = [
  ...objectPlaces,
  both(["service"], ["spec", "host"]),
  specPlaces,
];
