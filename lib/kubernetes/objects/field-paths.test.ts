import { expect, test } from "vitest";
import { fieldPath } from "./field-paths";

const object = {
  metadata: { labels: { "app.kubernetes.io/name": "shop" }, annotations: { "lamia.dev/owner": "me" } },
  spec: {
    ports: [{ port: 443 }, { port: 80, protocol: "TCP", name: "http" }],
    servers: [{ port: { number: 443 } }],
    gateways: ["mesh", "a"],
  },
};

test.each([
  ["", []],
  [".spec.servers", ["spec", "servers"]],
  ["spec.servers[0].port.number", ["spec", "servers", 0, "port", "number"]],
  ['.spec.ports[port=80,protocol="TCP"].name', ["spec", "ports", 1, "name"]],
  ['.spec.ports[port=443,protocol="TCP"]', ["spec", "ports", 0]],
  ['.spec.gateways[="a"]', ["spec", "gateways", 1]],
  ['.spec.ports[port=9,protocol="TCP"].name', ["spec", "ports"]],
  [".metadata.labels.app.kubernetes.io/name", ["metadata", "labels", "app.kubernetes.io/name"]],
  ["metadata.annotations[lamia.dev/owner]", ["metadata", "annotations", "lamia.dev/owner"]],
  ["spec.unknown.deep", ["spec", "unknown", "deep"]],
])("%s is read", (field, path) => {
  expect(fieldPath(field, object)).toEqual(path);
});
