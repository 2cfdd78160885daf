import { expect, it } from "vitest";
import { builtInSchema } from "@/sandbox/kubernetes/resources/resource-type";
import { mergeRules } from "@/sandbox/kubernetes/schema/published-definitions";
import { compareFields, encodeManagedFields, recordUpdate, type Writer } from "./apply";
import { decodeFieldsV1, encodeFieldsV1 } from "./field-paths";

const schema = mergeRules(builtInSchema("", "v1", "Service"));
const edit: Writer = { manager: "kubectl-edit", operation: "Update", apiVersion: "v1" };
const create: Writer = { ...edit, manager: "lamia" };

it("a writer owns what it wrote, and the previous owner no longer does", () => {
  const first = { spec: { type: "ClusterIP", ports: [{ port: 80, protocol: "TCP", name: "http" }] } };
  const second = { spec: { type: "LoadBalancer", ports: [{ port: 80, protocol: "TCP", name: "http" }] } };
  const created = recordUpdate([], compareFields({}, first, schema), create, "t1");
  const edited = recordUpdate(created, compareFields(first, second, schema), edit, "t2");
  const fields = Object.fromEntries(
    encodeManagedFields(edited).map((entry) => [entry.manager, entry.fieldsV1]),
  );
  expect(fields).toEqual({
    lamia: {
      "f:spec": {
        "f:ports": {
          'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:name": {}, "f:port": {}, "f:protocol": {} },
        },
      },
    },
    "kubectl-edit": { "f:spec": { "f:type": {} } },
  });
});

it("nobody owns a removed field, and a writer that changes nothing is not recorded", () => {
  const created = recordUpdate([], compareFields({}, { spec: { type: "ClusterIP" } }, schema), create, "t1");
  expect(
    encodeManagedFields(
      recordUpdate(created, compareFields({ spec: { type: "ClusterIP" } }, {}, schema), edit, "t2"),
    ),
  ).toEqual([]);
  expect(recordUpdate(created, compareFields({ a: 1 }, { a: 1 }, schema), edit, "t2")).toEqual(created);
});

it("fieldsV1 trees survive reading and writing", () => {
  const tree = {
    "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
    "f:spec": { 'k:{"a":1}': { ".": {}, "f:b": {} } },
  };
  expect(encodeFieldsV1(decodeFieldsV1(tree))).toEqual(tree);
});
