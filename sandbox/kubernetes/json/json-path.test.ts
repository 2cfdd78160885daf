import { expect, it } from "vitest";
import { jsonPath } from "@/sandbox/kubernetes/columns/column";

const object = {
  metadata: { labels: { "app.kubernetes.io/name": "shop" }, name: "c" },
  spec: { hosts: ["a.test", "b.test"], ports: [{ number: 80 }, { number: 443, name: "https" }] },
  status: {
    conditions: [
      { type: "Issuing", status: "False" },
      { type: "Ready", status: "True", message: "up (to date)" },
    ],
  },
};

it.each([
  [".metadata.name", ["c"]],
  ["{.metadata.name}", ["c"]],
  ["$.metadata.name", ["c"]],
  [String.raw`.metadata.labels.app\.kubernetes\.io/name`, ["shop"]],
  [".metadata.labels['app.kubernetes.io/name']", ["shop"]],
  [".spec.hosts", [["a.test", "b.test"]]],
  [".spec.hosts[0]", ["a.test"]],
  [".spec.hosts[-1]", ["b.test"]],
  [".spec.hosts[5]", []],
  [".spec.ports[*].number", [80, 443]],
  ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
  [".status.conditions[?(@.type == 'Ready')].message", ["up (to date)"]],
  ['.status.conditions[?(@.message=="up (to date)")].type', ["Ready"]],
  ['.status.conditions[?(@.type!="Ready")].type', ["Issuing"]],
  ['.status.conditions[?(@.type=="Gone")].status', []],
  [".spec.ports[?(@.name)].number", [443]],
  [".spec.ports[?(@.number>100)].name", ["https"]],
  [".spec.ports[?(@.number<=80)].number", [80]],
  [".status.none.deeper", []],
  [".metadata.constructor", []],
])("%s", (path, found) => {
  expect(jsonPath(path)?.(object)).toEqual(found);
});

it.each([".a[", ".a[?(x)]", ".a[?(@.b==)]", ".a[1:2]", ".a..b", ".a[?(@.b==c)]"])(
  "%s is of another form",
  (path) => {
    expect(jsonPath(path)).toBeNull();
  },
);
