import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VirtualServiceObject } from "@/lib/model/istio-objects";
import { hostNames, labels, metadata, ports, records } from "../testing/arbitraries";
import { formFromVirtualService, virtualServiceFromForm } from "./convert";
import { type VirtualServiceForm, virtualServiceFormSchema } from "./form";
import type { RouteForm } from "./route-form";

const optional = <T extends object>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant({}));
const targets = fc
  .uniqueArray(fc.record({ destination: labels, subset: labels }), {
    selector: ({ destination, subset }) => `${destination}#${subset}`,
    minLength: 1,
    maxLength: 4,
  })
  .chain((list) =>
    fc
      .tuple(fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 3, maxLength: 3 }), fc.option(ports))
      .map(([numbers, port]) =>
        list.map((target, index) => {
          const rest = 100 - numbers.slice(0, list.length - 1).reduce((sum, number) => sum + number, 0);
          const weight = index === list.length - 1 ? rest : (numbers[index] ?? 0);
          return { ...target, ...(port ? { port } : {}), weight };
        }),
      ),
  );
const conditions = fc.constantFrom(
  "",
  'uri prefix "/service1"',
  'uri exact "/a" and header "user-agent" regex ".*Chrome.*" or cookie "x" exact "y"',
  'not header "x-internal" present and port 8080',
);
const http: fc.Arbitrary<RouteForm> = fc
  .tuple(
    fc.record({ protocol: fc.constant("http" as const), condition: conditions, weights: targets }),
    optional(fc.record({ name: labels })),
    optional(fc.record({ timeout: fc.constantFrom("3s", "500ms", "1m30s") })),
    optional(fc.record({ rewrite: fc.record({ uri: fc.constantFrom("/", "/new") }) })),
    optional(
      fc.record({
        retries: fc.oneof(
          fc.constant({ attempts: 0 }),
          fc.record({
            attempts: fc.integer({ min: 1, max: 9 }),
            perTryTimeout: fc.constant("3s"),
            retryOn: fc.constantFrom("5xx", "reset,503"),
          }),
        ),
      }),
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as RouteForm);
/** A TLS route is for full names that its VirtualService has. */
const tlsFor = (hosts: string[]): fc.Arbitrary<RouteForm[]> => {
  const full = hosts.filter((host) => host.includes("."));
  if (full.length === 0) return fc.constant([]);
  const route = fc.record({
    protocol: fc.constant("tls" as const),
    condition: fc.constantFrom(...full).map((host) => `sni "${host}"`),
    weights: targets,
  });
  return fc.array(route, { maxLength: 2 });
};
const tcp: fc.Arbitrary<RouteForm> = fc.record({
  protocol: fc.constant("tcp" as const),
  condition: ports.map((port) => `port ${port}`),
  weights: targets,
});
const forms: fc.Arbitrary<VirtualServiceForm> = fc
  .uniqueArray(fc.oneof(hostNames, labels), { minLength: 1, maxLength: 3 })
  .chain((hosts) =>
    fc.record({
      name: labels,
      labels: records,
      metadata,
      hosts: fc.constant(hosts),
      gateways: fc.uniqueArray(fc.oneof(labels, fc.constant("mesh"), fc.constant("other/gw")), {
        maxLength: 3,
      }),
      routes: fc
        .tuple(fc.array(http, { minLength: 1, maxLength: 3 }), tlsFor(hosts), fc.array(tcp, { maxLength: 2 }))
        .map((lists) => lists.flat()),
    }),
  );

const shop = virtualServiceFormSchema.parse({
  name: "shop",
  hosts: ["shop.democluster.net"],
  gateways: ["gw-1"],
  routes: [
    { condition: 'uri prefix "/new"', weights: [{ destination: "shop", subset: "subset2", weight: 100 }] },
    {
      weights: [
        { destination: "shop", port: 9191, subset: "subset1", weight: 80 },
        { destination: "shop", port: 9191, subset: "subset2", weight: 20 },
      ],
    },
  ],
});

describe("a VirtualService form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(virtualServiceFormSchema.parse(form)).toEqual(form);
        expect(formFromVirtualService(virtualServiceFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test("an unchanged edit changes nothing in the object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        const object = virtualServiceFromForm(form, namespace);
        expect(virtualServiceFromForm(formFromVirtualService(object), namespace, object)).toEqual(object);
      }),
    );
  });

  test("the article's routes become Istio's", () => {
    expect(virtualServiceFromForm(shop, "vamp-demo").spec).toEqual({
      hosts: ["shop.democluster.net"],
      gateways: ["gw-1"],
      http: [
        {
          match: [{ uri: { prefix: "/new" } }],
          route: [{ destination: { host: "shop", subset: "subset2" } }],
        },
        {
          route: [
            { destination: { host: "shop", subset: "subset1", port: { number: 9191 } }, weight: 80 },
            { destination: { host: "shop", subset: "subset2", port: { number: 9191 } }, weight: 20 },
          ],
        },
      ],
    });
  });
});

describe("editing a foreign VirtualService", () => {
  const current: VirtualServiceObject = {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "shop" },
    spec: {
      hosts: ["shop"],
      http: [
        {
          match: [{ uri: { prefix: "/a" }, headers: { "X-Upper": {} } }],
          route: [{ destination: { host: "a" }, headers: { response: { remove: ["server"] } } }],
          mirror: { host: "copy" },
          retries: { attempts: 2, retryRemoteLocalities: true },
        },
        { route: [{ destination: { host: "b" } }], fault: { abort: { httpStatus: 500 } } },
        { redirect: { uri: "/elsewhere", redirectCode: 302 }, match: [{ uri: { exact: "/old" } }] },
      ],
    },
  };
  const form = () => structuredClone(formFromVirtualService(current));

  test("is possible for everything that Istio accepts here", () => {
    expect(virtualServiceFormSchema.safeParse(form()).error).toBeUndefined();
    expect(virtualServiceFromForm(form(), "d", current).spec).toEqual(current.spec);
  });

  test("reordered routes keep their unknown fields", () => {
    const edited = form();
    edited.routes.reverse();
    const { http } = virtualServiceFromForm(edited, "d", current).spec;
    expect(http).toEqual([...(current.spec.http ?? [])].reverse());
  });

  test("a removed route doesn't pass anything on to another", () => {
    const edited = form();
    edited.routes.shift();
    edited.routes.push({
      protocol: "http",
      condition: "port 1",
      weights: [{ destination: "c", weight: 100 }],
    });
    const { http } = virtualServiceFromForm(edited, "d", current).spec;
    expect(http?.map(({ mirror }) => mirror)).toEqual([undefined, undefined, undefined]);
  });

  test("a changed number of attempts keeps the other retry settings", () => {
    const edited = form();
    edited.routes[0] = { ...(edited.routes[0] as RouteForm), retries: { attempts: 5 } };
    const { http } = virtualServiceFromForm(edited, "d", current).spec;
    expect(http?.[0]).toEqual({
      ...current.spec.http?.[0],
      retries: { attempts: 5, retryRemoteLocalities: true },
    });
  });
});
