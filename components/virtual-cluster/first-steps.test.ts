import { expect, test } from "vitest";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import { type Beginnings, firstSteps } from "./first-steps";

const empty: Beginnings = {
  virtualCluster: "vamp-demo",
  provider: null,
  services: 0,
  virtualServices: 0,
  gateways: [],
};
const host = (delegation: StepView["state"], nameServers: string[]) =>
  ({
    host: "shop.democluster.net",
    port: 443,
    nameServers,
    steps: [{ id: "delegation", state: delegation }],
  }) as unknown as SecuredHostView;
const answering = (state: SecuredHostView["state"], step: Partial<StepView>) =>
  ({ ...host("done", ["ns1.example."]), state, steps: [{ id: "answering", ...step }] }) as SecuredHostView;
const doneOf = (beginnings: Beginnings) =>
  firstSteps(beginnings)
    .filter(({ done }) => done)
    .map(({ id }) => id);

test("nothing is done in an empty namespace, and the order is the article's", () => {
  expect(doneOf(empty)).toEqual([]);
  expect(firstSteps(empty).map(({ id }) => id)).toEqual(["metadata", "online", "name-servers", "open"]);
});

test("a service is online with a Service, a gateway with a Secured Host and a virtual service, however they were created", () => {
  const plain = { ...empty, services: 1, virtualServices: 1, gateways: [{ name: "gw-1", securedHosts: [] }] };
  const secured = { ...plain, gateways: [{ name: "gw-1", securedHosts: [host("pending", [])] }] };
  expect(doneOf(plain)).toEqual([]);
  expect(doneOf({ ...secured, virtualServices: 0 })).toEqual([]);
  expect(doneOf(secured)).toEqual(["online"]);
});

test("name servers are shown once they are known, and the step is done once the parent zone delegates", () => {
  const gateways = [{ name: "gw-1", securedHosts: [host("waiting", ["ns1.example.", "ns2.example."])] }];
  const last = firstSteps({ ...empty, gateways }).find(({ id }) => id === "name-servers");
  expect(last?.text).toContain("ns1.example., ns2.example.");
  expect(last?.href).toBe("/virtual-clusters/vamp-demo/gateways/gw-1");
  expect(
    doneOf({ ...empty, gateways: [{ name: "gw-1", securedHosts: [host("done", ["ns1.example."])] }] }),
  ).toEqual(["name-servers"]);
});

test("the name servers of a subzone are NS records in the parent zone, not a registrar's setting", () => {
  const fact = { setIn: "parent", zone: { apex: "shop.example.com" } };
  const subzone = {
    ...host("blocked", ["ns1.example."]),
    steps: [{ id: "delegation", state: "blocked", fact }],
  } as unknown as SecuredHostView;
  const step = firstSteps({ ...empty, gateways: [{ name: "gw-1", securedHosts: [subzone] }] }).find(
    ({ id }) => id === "name-servers",
  );
  expect(step).toMatchObject({
    title: "Set the NS records in the parent zone",
    text: "Once, for shop.example.com in its parent zone: ns1.example.",
  });
});

test("the steps end at a site that answers: a 404 is reported, with what to do", () => {
  const last = (securedHost: SecuredHostView) =>
    firstSteps({ ...empty, gateways: [{ name: "gw-1", securedHosts: [securedHost] }] }).at(-1);
  const remedy = "Create a VirtualService.";
  expect(last(answering("blocked", { state: "blocked", note: "404", remedy }))).toMatchObject({
    done: false,
    text: remedy,
  });
  expect(last(answering("serving", { state: "done" }))).toMatchObject({ done: true });
});
