import {
  DestinationRule,
  Gateway,
  ServiceEntry,
  VirtualService,
} from "@kubernetes-models/istio/networking.istio.io/v1";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { destinationRuleFromForm } from "@/lib/istio/destination-rule/form";
import { serviceEntryFromForm } from "@/lib/istio/service-entry/form";
import { virtualServiceFromForm } from "@/lib/istio/virtual-service/convert";
import { destinationRuleFormSchema } from "../destination-rule/form";
import { gatewayFormSchema } from "../gateway/form";
import { gatewayFromForm } from "../gateway/from-form";
import { serviceEntryFormSchema } from "../service-entry/form";
import { virtualServiceFormSchema } from "../virtual-service/form";
import { formPath, objectPath } from "./fields-at";
import { type Kind, kindEntry, kinds } from "./index";
import { objectProblems } from "./object-problems";

const gateway = gatewayFromForm(
  gatewayFormSchema.parse({
    name: "gw-1",
    metadata: { owner: "me" },
    servers: [
      { hosts: ["*"], port: 80, protocol: "http", tls: { httpsRedirect: true } },
      { securedHost: "shop.democluster.net", hosts: ["*"], port: 443, protocol: "https" },
      {
        hosts: ["b.example.com"],
        port: 443,
        protocol: "https",
        tls: { mode: "MUTUAL", credentialName: "b" },
      },
    ],
  }),
  "vamp-demo",
);
const weights = [
  { destination: "shop", port: 9191, subset: "subset1", weight: 80 },
  { destination: "shop", port: 9191, subset: "subset2", weight: 20 },
];
const virtualServiceForm = virtualServiceFormSchema.parse({
  name: "shop",
  hosts: ["shop.democluster.net"],
  gateways: ["gw-1", "mesh"],
  routes: [
    {
      condition:
        'not header "a" present and cookie "b" prefix "c" or uri exact "/d" ignoring case and port 80',
      timeout: "3s",
      rewrite: { uri: "/" },
      retries: { attempts: 5, perTryTimeout: "3s", retryOn: "5xx" },
      weights,
    },
    { condition: 'query "a" present', redirect: { uri: "/new", redirectCode: 302 } },
    { protocol: "tls", condition: 'sni "shop.democluster.net" and destination subnet "10.0.0.0/8"', weights },
    { protocol: "tcp", condition: 'source label "app" "x" and gateway "mesh"', weights },
  ],
});
const virtualService = virtualServiceFromForm(virtualServiceForm, "vamp-demo");
const destinationRule = destinationRuleFromForm(
  destinationRuleFormSchema.parse({
    name: "shop",
    service: "shop",
    subsets: [{ name: "a", labels: { version: "1" } }],
  }),
  "vamp-demo",
);
const serviceEntry = serviceEntryFromForm(
  serviceEntryFormSchema.parse({
    name: "maps",
    hosts: ["maps.example.com"],
    ports: [{ port: 443, protocol: "https" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  }),
  "vamp-demo",
);

/** Checks the object against the schema of Istio's CRD. */
function validate(Model: new (data: never) => { validate(): void }, object: object): void {
  new Model(object as never).validate();
}

describe("what the forms write", () => {
  test.each([
    ["Gateway", Gateway, gateway],
    ["VirtualService", VirtualService, virtualService],
    ["DestinationRule", DestinationRule, destinationRule],
    ["ServiceEntry", ServiceEntry, serviceEntry],
  ])("is a %s that Istio's CRD accepts", (_, Model, object) => {
    expect(() => validate(Model, object)).not.toThrow();
  });

  test("the CRD refuses what isn't a Gateway", () => {
    expect(() => validate(Gateway, { ...gateway, spec: { servers: [{ hosts: ["*"] }] } })).toThrow();
  });

  test.each([gateway, virtualService, destinationRule, serviceEntry])("has no problems: $kind", (object) => {
    expect(objectProblems(object.kind, object)).toEqual([]);
  });
});

describe("what can only be wrong in an object is reported at its place", () => {
  const server = (number: number, protocol: string, name = "http") => ({
    port: { number, protocol, name },
    hosts: ["*"],
  });
  test.each([
    ["two ports of one name", [server(80, "HTTP"), server(81, "HTTP")], "spec.servers.1.port.name"],
    ["HTTPS without TLS settings", [server(443, "HTTPS")], "spec.servers.0.tls"],
  ])("%s", (_, servers, path) => {
    const problems = objectProblems("Gateway", { ...gateway, metadata: { name: "a" }, spec: { servers } });
    expect(problems.map((problem) => problem.path.join("."))).toEqual([path]);
  });
});

test.each(Object.keys(kinds))("a %s without a spec has a form, which says what is missing", (kind) => {
  const { toForm, formSchema } = kindEntry(kind as Kind);
  const form = toForm({ apiVersion: "v1", kind, metadata: { name: "empty" } });
  expect(formSchema.safeParse(form).success).toBe(false);
});

test.each(Object.keys(kinds))("the form of %s can be described in OpenAPI", (kind) => {
  const { formSchema } = kindEntry(kind as Kind);
  for (const io of ["input", "output"] as const)
    expect(z.toJSONSchema(formSchema, { io, unrepresentable: "throw" })).toMatchObject({ type: "object" });
});

describe("the place of a field in the object leads back to the field", () => {
  test.each([
    ["servers", 1, "hosts", 0],
    ["servers", 1, "port"],
    ["servers", 1, "protocol"],
    ["servers", 1, "tls", "credentialName"],
    ["selector"],
  ])("Gateway %s %s %s %s", (...parts) => {
    const path = parts.filter((step) => step !== undefined);
    expect(formPath(gateway, objectPath(gateway, path))).toEqual(path);
  });

  test.each([
    ["routes", 0, "condition"],
    ["routes", 2, "condition"],
    ["routes", 3, "weights"],
    ["routes", 3, "weights", 1, "destination"],
    ["routes", 0, "weights", 1, "subset"],
    ["routes", 0, "weights", 1, "port"],
    ["routes", 0, "weights", 1, "weight"],
    ["routes", 0, "timeout"],
    ["hosts", 0],
  ])("VirtualService %s %s %s %s %s", (...parts) => {
    const path = parts.filter((step) => step !== undefined);
    const place = objectPath(virtualService, path);
    expect(formPath(virtualService, place)).toEqual(path);
  });
});
