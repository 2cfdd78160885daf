import fc from "fast-check";
import type { Kind } from "../kinds";
import type { KubernetesObject } from "../object-meta";
import { hostNames, labels } from "./arbitraries";

/** Parts of objects as anybody may write them: any case, texts that look like numbers, fields that no form has. */
export const istio = "networking.istio.io/v1";

export const subdomains = fc.oneof(
  labels,
  fc.tuple(labels, labels).map((parts) => parts.join(".")),
  labels.map((label) => `${label}${"x".repeat(90)}`),
);
export const anyCase = (texts: fc.Arbitrary<string>) =>
  fc.tuple(texts, fc.boolean()).map(([text, capital]) => (capital ? text.toUpperCase() : text));
export const hosts = anyCase(hostNames);
const numberLike = fc.constantFrom(
  "e1",
  "E5",
  "1e3",
  "0x1f",
  "0o17",
  "1_000",
  "yes",
  "on",
  "null",
  "12",
  "1.0",
  "",
);
export const labelMaps = fc.dictionary(labels, fc.oneof(labels, numberLike), {
  maxKeys: 3,
  noNullPrototype: true,
});
export const foreign = fc.dictionary(
  labels.map((name) => `x-${name}`),
  fc.oneof(labels, fc.nat()),
  {
    maxKeys: 2,
    noNullPrototype: true,
  },
);

export function objects(
  kind: Kind,
  apiVersion: string,
  names: fc.Arbitrary<string>,
  spec: fc.Arbitrary<object>,
) {
  return fc
    .record({
      name: names,
      meta: fc.record(
        {
          labels: labelMaps,
          annotations: fc.dictionary(
            labels.map((key) => `lamia.dev/${key}`),
            fc.string(),
            { minKeys: 1, maxKeys: 2, noNullPrototype: true },
          ),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
      spec,
    })
    .map(({ name, meta, spec: inner }) => {
      const metadata = { name, namespace: "vamp-demo", ...meta };
      return { apiVersion, kind, metadata, spec: inner } as unknown as KubernetesObject;
    });
}

export const some = <T>(shape: Record<string, fc.Arbitrary<T>>) =>
  fc.record(shape, { requiredKeys: [], noNullPrototype: true });
