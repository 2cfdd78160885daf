import { beforeAll, describe, expect, test } from "vitest";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { gateway, healthyMesh, host, httpsServer } from "../testing/mesh";
import { toYaml } from "../yaml/write";
import { importDocuments } from "./import-documents";
import type { ImportedDocument } from "./import-vamp";

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

/** \`line:column message\` of each problem. */
async function problems(text: string): Promise<string[]> {
  return (await importDocuments(text, "vamp-demo")).flatMap((document) =>
    document.problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
  );
}

describe("documents of the original", () => {
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

  test("without a name, or with a wrong one in it, say so at the line", async () => {
    expect(await problems('servers:\n  - port: 80\n    hosts: ["*"]\n')).toEqual(["1:1 Enter a name."]);
    const [wrong] = await problems("name: a\nservers:\n  - port: 80\n    hosts: [short]\n");
    expect(wrong).toMatch(/^4:13 .*short name/);
  });

  test("of no known shape are named as such", async () => {
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

  test("of an older version are raised, and of another namespace moved with a warning", async () => {
    const object = { ...gateway("gw", [httpsServer(host)]), apiVersion: "networking.istio.io/v1beta1" };
    const [document] = await importDocuments(toYaml(object), "other");
    expect(document?.object).toMatchObject({
      apiVersion: "networking.istio.io/v1",
      metadata: { namespace: "other" },
    });
    expect(document?.problems.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("in a List stand for themselves", async () => {
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

  test("that Lamia does not import are named, and stop no other document", async () => {
    const secretText = "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n---\n";
    const text = secretText + toYaml(gateway("a", [httpsServer(host)]));
    const [secret, imported] = await importDocuments(text, "vamp-demo");
    expect(secret).toMatchObject({ kind: null, name: "s", object: null });
    expect(imported?.object).not.toBeNull();
  });
});

test("an object that stands in the text twice is refused where its name stands the second time", async () => {
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
