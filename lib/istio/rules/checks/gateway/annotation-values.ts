import { ingressAnnotation } from "@/lib/istio/gateway/ingress";
import type { Check } from "@/lib/istio/rules/finding";
import { texts } from "@/lib/istio/rules/texts";
import { metadataPrefix } from "@/lib/model/metadata-keys";
import { dnsRecordsAnnotation, dnsRecordsChoices } from "@/lib/model/record-hosts";
import { certificateScopeKey, certificateScopes } from "@/lib/model/secured-hosts";

/** Lamia's annotations of a Gateway that take one of a few values, with what counts instead of any other. */
const choices = [
  {
    key: metadataPrefix + certificateScopeKey,
    values: certificateScopes,
    instead: texts.scopeOfVirtualCluster,
  },
  { key: dnsRecordsAnnotation, values: dnsRecordsChoices, instead: texts.recordsOfVirtualCluster },
  { key: ingressAnnotation, values: ["dedicated", "shared"], instead: texts.sharedIngress },
] as const;

/** Lamia ignores a value that it doesn't know, and the setting of the virtual cluster or the default counts. */
export const annotationValues: Check<"Gateway"> = {
  id: "annotation-values",
  code: "LAM0123",
  title: texts.unknownAnnotationValue,
  of: "Gateway",
  run: ({ metadata }) =>
    choices.flatMap(({ key, values, instead }) => {
      const value = metadata.annotations?.[key];
      const known: readonly string[] = values;
      if (!value || known.includes(value)) return [];
      return [
        {
          severity: "warning" as const,
          path: ["metadata", "annotations", key],
          message: texts.annotationIgnored({ key, value, instead }),
          remedy: texts.setKnownValue({ key, values: values.join(", ") }),
        },
      ];
    }),
};
