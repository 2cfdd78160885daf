import { expect, test } from "vitest";
import { managersOf } from "./field-paths";

const object = {
  metadata: {
    name: "shop",
    labels: { team: "a" },
    managedFields: [
      {
        manager: "kubectl",
        fieldsV1: {
          "f:metadata": { "f:labels": { ".": {}, "f:team": {} } },
          "f:spec": { "f:ports": { 'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {} } } },
        },
      },
      { manager: "argo", fieldsV1: { "f:spec": { "f:servers": {} } } },
      {
        manager: "kubelet",
        subresource: "status",
        fieldsV1: { "f:metadata": { "f:labels": { "f:team": {} } } },
      },
    ],
  },
  spec: { ports: [{ port: 443 }, { port: 80 }], servers: [{ hosts: ["*"] }] },
};

test.each([
  [["metadata", "labels", "team"], ["kubectl"]],
  [["metadata", "labels"], ["kubectl"]],
  [["metadata", "labels", "other"], []],
  [["spec", "ports", 1], ["kubectl"]],
  [["spec", "ports", 0], []],
  [["spec", "servers", 0, "hosts"], ["argo"]],
  [["spec"], ["kubectl", "argo"]],
])("%j is owned by %j", (path, managers) => {
  expect(managersOf(object, path)).toEqual(managers);
});
