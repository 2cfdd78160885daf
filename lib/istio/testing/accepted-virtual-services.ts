import fc from "fast-check";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { hostNames, labels, ports } from "./arbitraries";

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

const stringMatches = fc.oneof(
  fc.constant({}),
  fc.constantFrom("/a", "", "A").map((exact) => ({ exact })),
  fc.constantFrom("/a", "/").map((prefix) => ({ prefix })),
  fc.constantFrom("\\\\a\\)", ".*", "(?i)x").map((regex) => ({ regex })),
);
const headerMatches = fc.dictionary(
  fc.constantFrom("X-Upper", "cookie", "@request.auth.claims.Group", "@request.auth.claims[a][b]", ":method"),
  stringMatches,
  { maxKeys: 2, noNullPrototype: true },
);
const httpMatches = fc.array(
  some<unknown>({
    uri: stringMatches,
    method: stringMatches,
    headers: headerMatches,
    withoutHeaders: headerMatches,
    queryParams: headerMatches,
    ignoreUriCase: fc.boolean(),
    port: ports,
    sourceLabels: labelMaps,
    gateways: fc.array(labels, { maxLength: 2 }),
    statPrefix: labels,
  }),
  { maxLength: 3 },
);
const destination = fc.record(
  { host: fc.oneof(hosts, labels), subset: labels, port: some({ number: ports }) },
  { requiredKeys: ["host"], noNullPrototype: true },
);
const shares = fc.array(
  fc.record(
    { destination, weight: fc.integer({ min: 1, max: 1000 }), headers: foreign },
    { requiredKeys: ["destination"], noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 3 },
);
const common = {
  name: fc.oneof(labels, fc.constant("")),
  match: httpMatches,
  timeout: fc.constantFrom("0s", "1.5s", "1h"),
  fault: fc.constant({}),
  headers: foreign,
  mirror: destination,
  retries: fc.constantFrom<object>(
    {},
    { attempts: 3 },
    { attempts: 2, retryOn: "5xx, reset", backoff: "1s" },
  ),
};
const httpRoutes = fc.oneof(
  fc.record({ ...common, route: shares }, { requiredKeys: ["route"], noNullPrototype: true }),
  fc.record(
    { match: httpMatches, delegate: some({ name: labels, namespace: labels }) },
    { requiredKeys: ["delegate"], noNullPrototype: true },
  ),
  fc.record({ redirect: fc.constantFrom({}, { uri: "/a", redirectCode: 308 }) }),
  fc.record({ directResponse: fc.constant({ status: 503, body: { string: "away" } }) }),
);
/** VirtualServices that Istio accepts, whoever wrote them. */
export const virtualServices = objects(
  "VirtualService",
  istio,
  subdomains,
  fc.record(
    {
      hosts: fc.array(
        fc.oneof(
          hosts,
          fc.constantFrom("*example.com", "*-a.example.com", "*", "10.0.0.1", "outbound_.80_._.a.b"),
        ),
        { maxLength: 3 },
      ),
      gateways: fc.array(fc.oneof(subdomains, fc.constantFrom("mesh", "other/gw")), { maxLength: 3 }),
      exportTo: fc.constant(["."]),
      http: fc.array(httpRoutes, { minLength: 1, maxLength: 3 }),
      tls: fc.array(
        fc.record({
          match: fc.array(
            fc.record({
              sniHosts: fc.array(fc.constantFrom("a", "A.b", "1.1.1.1", "*x.com"), { minLength: 1 }),
            }),
            { minLength: 1, maxLength: 2 },
          ),
          route: shares,
        }),
        { maxLength: 2 },
      ),
      tcp: fc.array(fc.record({ route: shares }), { maxLength: 1 }),
    },
    { requiredKeys: ["http"], noNullPrototype: true },
  ),
);
