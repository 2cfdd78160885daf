import { beforeAll, describe, expect, test } from "vitest";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { gateway, healthyMesh, host, httpsServer } from "../testing/mesh";
import { toYaml } from "../yaml/write";
import { importDocuments as importAll } from "./import-documents";
import type { ImportedDocument } from "./imported-document";

const original = `
name: gw-1
servers:
  - { port: 443, protocol: https, hosts: [shop.democluster.net],
      certifiedHost: { host: shop.democluster.net } }
---
name: shop
gateways: [gw-1]
hosts: [shop.democluster.net]
routes:
  - protocol: http
    condition: header "User-Agent" regex ".*Chrome.*"
    timeout: 3
    retries: { attempts: 5, timeout: 3 }
    weights: [{ destination: shop, port: 9191, version: subset1, weight: 100 }]
`;

const importDocuments = async (...given: Parameters<typeof importAll>) =>
  (await importAll(...given)).documents;

/** \`line:column message\` of each problem. */
async function problems(text: string): Promise<string[]> {
  return (await importDocuments(text, "vamp-demo")).flatMap((document) =>
    document.problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
  );
}

describe("the original's documents", () => {
  let gatewayDocument: ImportedDocument | undefined;
  let virtualService: ImportedDocument | undefined;
  beforeAll(async () => {
    [gatewayDocument, virtualService] = await importDocuments(original, "vamp-demo");
  });

  test("become a Gateway with its Secured Host", async () => {
    expect(gatewayDocument).toMatchObject({ kind: "Gateway", name: "gw-1", source: "vamp", problems: [] });
    expect(gatewayDocument?.object).toMatchObject({
      metadata: { namespace: "vamp-demo", annotations: { "lamia.dev/secured-hosts": `443=${host}` } },
      spec: { servers: [{ hosts: [host], tls: { credentialName: credentialNameFor(host) } }] },
    });
  });

  test("become a VirtualService with condition, timeout, retries and subset", async () => {
    expect(virtualService?.problems).toEqual([]);
    expect(virtualService?.object).toMatchObject({
      kind: "VirtualService",
      spec: {
        gateways: ["gw-1"],
        http: [
          {
            match: [{ headers: { "user-agent": { regex: ".*Chrome.*" } } }],
            timeout: "3s",
            retries: { attempts: 5, perTryTimeout: "3s" },
            route: [{ destination: { host: "shop", subset: "subset1", port: { number: 9191 } } }],
          },
        ],
      },
    });
  });

  test.each([
    [
      "Service",
      "name: s\nselectors: { app: app1 }\nports: [{ port: 90, targetPort: 90, protocol: TCP, name: http }]",
    ],
    [
      "DestinationRule",
      "name: d\nservice: shop\nsubsets: [{ name: subset1, labels: { version: version1 } }]",
    ],
    ["ServiceEntry", "name: e\nhosts: [maps.example.com]\nports: [{ port: 443, protocol: https }]"],
    [
      "DestinationRule",
      "kind: destination_rule\nname: d\nspecification: { service: shop, subsets: { a: { version: 1 } } }",
    ],
  ])("become a %s", async (kind, text) => {
    const [document] = await importDocuments(text, "vamp-demo");
    expect(document?.problems).toEqual([]);
    expect(document?.object).toMatchObject({ kind, metadata: { namespace: "vamp-demo" } });
  });

  test("without a name, or with an invalid one, say so at the line", async () => {
    expect(await problems('servers:\n  - port: 80\n    hosts: ["*"]\n')).toEqual(["1:1 Enter a name."]);
    const [wrong] = await problems("name: a\nservers:\n  - port: 80\n    hosts: [short]\n");
    expect(wrong).toMatch(/^4:13 .*short name/);
  });

  test("for an application become a Service and the subsets of its pods, with the same name", async () => {
    const text = `application: shop
ports: [{ name: http, port: 9090, targetPort: 9090, protocol: TCP }]
subsets: { 1.1.5: { labels: { deployment: shop-1 } } }
policies: [{ name: Some }]
`;
    const unnamed = await importDocuments(text, "vamp-demo");
    expect(unnamed.map(({ kind, problems }) => [kind, ...problems.map(({ message }) => message)])).toEqual([
      ["Service", "Enter a name."],
      [
        "DestinationRule",
        "Enter a name.",
        "Istio doesn’t allow 1.1.5 as the name of a subset. It is imported as 1-1-5.",
      ],
    ]);
    const named = await importDocuments(`name: dest\n${text}`, "vamp-demo");
    expect(named.map(({ object }) => object)).toMatchObject([
      { kind: "Service", metadata: { name: "dest" }, spec: { selector: { app: "shop" } } },
      { kind: "DestinationRule", spec: { host: "dest", subsets: [{ name: "1-1-5" }] } },
    ]);
  });

  test("that are exposed internally are reached in the mesh, too", async () => {
    const route =
      "routes: [{ protocol: http, weights: [{ destination: d, port: 80, version: 1.1.5, weight: 100 }] }]";
    const text = `name: a\nhosts: [a.example.com]\ngateways: [gw]\nexposeInternally: true\n${route}\n`;
    const [document] = await importDocuments(text, "vamp-demo");
    expect(document?.object).toMatchObject({
      spec: { gateways: ["gw", "mesh"], http: [{ route: [{ destination: { subset: "1-1-5" } }] }] },
    });
  });

  test.each([
    ["vampService: a\nupdatePeriod: 30000\nupdateStep: 10\n", "Vamp canary release"],
    ["vampServiceName: a\nperiod: 1\ndestinations: []\n", "Vamp experiment"],
    ["password: secret\n", "Vamp user"],
    ["kind: canary_release\nname: a\n", "Vamp canary release"],
  ])("that Istio has nothing for are counted: %j", async (text, kind) => {
    expect(await importAll(text, "vamp-demo")).toEqual({
      documents: [],
      skipped: [{ kind, count: 1 }],
    });
  });

  test.each(["metadata: { team: shop }\n", "name: a\nmetadata: { team: shop }\n"])(
    "with nothing but metadata are projects, and skipped: %j",
    async (text) => {
      const { documents, skipped } = await importAll(text, "vamp-demo");
      expect([documents, skipped.map(({ count }) => count)]).toEqual([[], [1]]);
    },
  );

  test("of an unknown kind are reported as such", async () => {
    expect(await problems("just text")).toEqual([
      expect.stringMatching(/^1:1 .*neither a Kubernetes object/),
    ]);
  });
});

describe("Kubernetes and Istio objects", () => {
  test("come back unchanged from their export", async () => {
    const { gateways, virtualServices, destinationRules, services } = healthyMesh();
    const objects = [...gateways, ...virtualServices, ...destinationRules, ...services.slice(0, 1)];
    const imported = await importDocuments(toYaml(objects), "vamp-demo");
    expect(imported.flatMap((document) => document.problems)).toEqual([]);
    expect(imported.map(({ object }) => object)).toEqual(objects);
  });

  test("of an older version are converted, and those of another namespace moved with a warning", async () => {
    const object = { ...gateway("gw", [httpsServer(host)]), apiVersion: "networking.istio.io/v1beta1" };
    const [document] = await importDocuments(toYaml(object), "other");
    expect(document?.object).toMatchObject({
      apiVersion: "networking.istio.io/v1",
      metadata: { namespace: "other" },
    });
    expect(document?.problems.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("in a List are imported one by one", async () => {
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [gateway("a", [httpsServer(host)]), { kind: "Gateway" }],
    };
    const documents = await importDocuments(JSON.stringify(list), "vamp-demo");
    expect(documents.map(({ name }) => name)).toEqual(["a", ""]);
  });

  const head = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: gw\nspec:\n";
  test.each([
    ["  servers: []\n", "6:12 Add at least one server."],
    ["  server: []\n", "6:11 The field “server” is unknown."],
    [
      "  servers:\n    - hosts: [a.com]\n      port: { number: 80, name: http }\n",
      "8:13 The field “protocol” is required.",
    ],
    [
      "  servers:\n    - hosts: [yes]\n      port: { number: 80, name: h, protocol: HTTP }\n",
      "7:15 An entry of “hosts” must be text in quotes.",
    ],
    [
      "  servers:\n    - hosts: [a.com]\n      port: { number: 0, name: h, protocol: HTTP }\n",
      "8:23 A port is a whole number",
    ],
    [
      "  servers:\n    - hosts: [a.com]\n      port: { number: 443, name: h, protocol: HTTPS }\n",
      "7:7 HTTPS needs",
    ],
    ["  servers: [\n", "7:1"],
  ])("with a mistake name its place: %j", async (text, expected) => {
    expect((await problems(head + text)).some((problem) => problem.startsWith(expected))).toBe(true);
  });

  test("that Lamia can't import are counted by kind, and stop no other document", async () => {
    const secretText = "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n---\n";
    const other = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: g }\n---\n";
    const text = secretText + other + secretText + toYaml(gateway("a", [httpsServer(host)]));
    const { documents, skipped } = await importAll(text, "vamp-demo");
    expect(skipped).toEqual([
      { kind: "Secret", count: 2 },
      { kind: "gateway.networking.k8s.io/v1 Gateway", count: 1 },
    ]);
    expect(documents.map(({ object }) => object !== null)).toEqual([true]);
  });

  test("without content don't count", async () => {
    expect(await importAll("---\n# only words\n---\n\n---\n", "vamp-demo")).toEqual({
      documents: [],
      skipped: [],
    });
  });

  test("with a duplicate key are read as kubectl reads them, with a warning", async () => {
    const text =
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  name: b\nspec: { ports: [{ port: 80 }] }\n";
    const [document] = await importDocuments(text, "vamp-demo");
    expect(document?.object?.metadata.name).toBe("b");
    expect(document?.problems).toMatchObject([{ severity: "warning", line: 5 }]);
  });

  test.each(["extensions/v1beta1", "apps/v1beta2"])(
    "Deployments of %s become apps/v1",
    async (apiVersion) => {
      const text = `apiVersion: ${apiVersion}
kind: Deployment
metadata: { name: shop }
spec:
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: shop, image: "shop:1" }] }
`;
      const [document] = await importDocuments(text, "vamp-demo");
      expect(document?.problems).toEqual([]);
      expect(document?.object).toMatchObject({
        apiVersion: "apps/v1",
        spec: { selector: { matchLabels: { app: "shop" } } },
      });
    },
  );
});

test("samples of Istio, Knative, and Kubeflow are imported without errors", async () => {
  const head = (kind: string, name: string) =>
    `apiVersion: networking.istio.io/v1alpha3\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
  const http = "port: { number: 80, name: http, protocol: HTTP }";
  const texts = [
    "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n",
    `${head("Gateway", "for-every-host")}spec:
  selector: { istio: ingressgateway }
  servers: [{ hosts: ["*"], ${http} }]
`,
    `${head("VirtualService", "for-every-host")}spec:
  hosts: ["*"]
  gateways: [for-every-host]
  http:
    - match: [{ uri: { exact: /start } }, { uri: { prefix: /static } }]
      route: [{ destination: { host: start, port: { number: 9080 } } }]
`,
    `${head("VirtualService", "with-a-fault")}spec:
  hosts: [stars]
  http:
    - match: [{ headers: { end-user: { exact: anna } } }]
      fault: { abort: { percentage: { value: 100.0 }, httpStatus: 500 } }
      route: [{ destination: { host: stars, subset: v1 } }]
    - route: [{ destination: { host: stars, subset: v1 } }]
`,
    `${head("DestinationRule", "mutual")}spec:
  host: stars
  trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }
  subsets: [{ name: v1, labels: { version: v1 } }]
`,
    `${head("Gateway", "certificate-in-files")}spec:
  selector: { istio: ingressgateway }
  servers:
    - { hosts: ["*"], ${http} }
    - hosts: ["*"]
      port: { number: 443, name: https, protocol: HTTPS }
      tls: { mode: SIMPLE, privateKey: /etc/certs/tls.key, serverCertificate: /etc/certs/tls.crt }
`,
    `${head("Gateway", "inside")}spec:
  selector: { istio: ingressgateway }
  servers:
    - hosts: ["*.svc.cluster.local"]
      port: { number: 8081, name: https, protocol: HTTPS }
      tls: { mode: ISTIO_MUTUAL }
`,
    `${head("Gateway", "redirects")}spec:
  selector: { istio: ingressgateway }
  servers: [{ hosts: ["*"], ${http}, tls: { httpsRedirect: true } }]
`,
  ];
  const { documents, skipped } = await importAll(texts.join("---\n"), "vamp-demo");
  expect(skipped).toEqual([{ kind: "ServiceAccount", count: 1 }]);
  expect(documents.flatMap(({ problems: found }) => found)).toEqual([]);
  expect(documents).toHaveLength(7);
});

describe("Namespaces", () => {
  const namespace = (name: string) => `apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { team: a }, uid: x }
spec: { finalizers: [kubernetes] }
status: { phase: Active }
---
`;
  const service = (name: string, within: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${within} }\nspec: { ports: [{ port: 80 }] }\n---\n`;

  test("are imported with their labels, and without what the cluster added to them", async () => {
    const [document] = await importDocuments(namespace("shop"), "vamp-demo");
    expect(document).toMatchObject({ kind: "Namespace", name: "shop", problems: [] });
    expect(document?.object).toEqual({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "shop", labels: { team: "a" } },
    });
  });

  test("receive the objects that name them, if you ask for that and they can be written", async () => {
    const text = namespace("new") + service("a", "new") + service("a", "closed") + service("a", "open");
    const setting = {
      useNamespaces: true,
      placeProblem: (name: string) => (name === "open" ? null : `${name} is closed.`),
    };
    const documents = await importDocuments(text, "vamp-demo", setting);
    expect(documents.map(({ namespace, object }) => [namespace, object !== null])).toEqual([
      ["new", true],
      ["new", true],
      ["closed", false],
      ["open", true],
    ]);
    expect(documents[2]?.problems).toMatchObject([{ severity: "error", message: "closed is closed." }]);
    expect(documents[1]?.object?.metadata.namespace).toBe("new");
    const here = await importDocuments(text, "vamp-demo");
    expect(here.map(({ namespace, written }) => [namespace, written])).toEqual([
      ["new", null],
      ["vamp-demo", "new"],
      ["vamp-demo", "closed"],
      ["vamp-demo", "open"],
    ]);
  });
});

test("an object that appears twice in the text is refused at its second name", async () => {
  const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec: { ports: [{ port: 80 }] }\n`;
  const text = [service("a"), service("b"), service("a")].join("---\n");
  expect(await problems(text)).toEqual([
    "16:9 Service a appears twice in the text. The second one is left out.",
  ]);
  expect((await importDocuments(text, "vamp-demo")).map(({ object }) => object !== null)).toEqual([
    true,
    true,
    false,
  ]);
  expect((await problems(`${original}---\n${original}`)).map((problem) => problem.split(" ")[0])).toEqual([
    "18:7",
    "23:7",
  ]);
});
