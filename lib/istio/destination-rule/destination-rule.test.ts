import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DestinationRuleObject } from "@/lib/model/istio-objects";
import { labels, metadata, records } from "../testing/arbitraries";
import {
  type DestinationRuleForm,
  destinationRuleFormSchema,
  destinationRuleFromForm,
  formFromDestinationRule,
} from "./form";

const forms: fc.Arbitrary<DestinationRuleForm> = fc.record({
  name: labels,
  labels: records,
  metadata,
  service: labels,
  subsets: fc.uniqueArray(fc.record({ name: labels, labels: records }), {
    selector: ({ name }) => name,
    maxLength: 3,
  }),
});

const current: DestinationRuleObject = {
  apiVersion: "networking.istio.io/v1",
  kind: "DestinationRule",
  metadata: { name: "shop" },
  spec: {
    host: "shop",
    subsets: [
      { name: "a", labels: { version: "1" }, trafficPolicy: { loadBalancer: { simple: "RANDOM" } } },
      { name: "b", labels: { version: "2" } },
    ],
  },
};

describe("a DestinationRule form and its object", () => {
  test("any valid form comes back unchanged from its object", () => {
    fc.assert(
      fc.property(forms, labels, (form, namespace) => {
        expect(destinationRuleFormSchema.parse(form)).toEqual(form);
        expect(formFromDestinationRule(destinationRuleFromForm(form, namespace))).toEqual(form);
      }),
    );
  });

  test.each([
    ["moved", ["b", "a"], 1],
    ["renamed", ["canary", "b"], 0],
  ])("a subset that is %s keeps its traffic policy", (_, names, at) => {
    const form = {
      ...formFromDestinationRule(current),
      subsets: names.map((name) => ({ name, labels: {} })),
    };
    const policies = destinationRuleFromForm(form, "d", current).spec.subsets?.map(
      (subset) => subset.trafficPolicy,
    );
    expect(policies?.map(Boolean)).toEqual([at === 0, at === 1]);
  });

  test.each([
    ["service", { name: "shop", service: "" }],
    ["service", { name: "shop", service: "*" }],
    ["subsets.1.name", { name: "shop", service: "shop", subsets: [{ name: "a" }, { name: "a" }] }],
    [
      "subsets.0.labels.version",
      { name: "shop", service: "shop", subsets: [{ name: "a", labels: { version: "a b" } }] },
    ],
    ["subsets.0.name", { name: "shop", service: "shop", subsets: [{ name: "" }] }],
  ])("the form names the field that is wrong: %s", (path, form) => {
    const issues = destinationRuleFormSchema.safeParse(form).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
