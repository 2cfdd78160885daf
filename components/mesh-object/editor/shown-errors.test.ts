import type { FieldErrors } from "react-hook-form";
import { expect, test } from "vitest";
import { namesToCheck, refusalHolds } from "./shown-errors";

const wrong = { type: "custom", message: "wrong" };

test("fields with an error and touched fields are checked again, each once", () => {
  const errors = {
    name: wrong,
    servers: [{ securedHost: wrong }, undefined, { hosts: Object.assign([wrong], { root: wrong }) }],
  } as unknown as FieldErrors;
  const touched = { name: true, labels: true, servers: [{ port: true }] };
  expect(namesToCheck(errors, touched).toSorted()).toEqual([
    "labels",
    "name",
    "servers.0.port",
    "servers.0.securedHost",
    "servers.2.hosts",
    "servers.2.hosts.0",
  ]);
});

test("the server's findings are not checked again here, because the browser can't", () => {
  expect(namesToCheck({ name: { type: "server", message: "taken" } } as FieldErrors, {})).toEqual([]);
});

const problem = (...paths: string[][]) => ({
  type: "about:blank",
  title: "Invalid",
  status: 422,
  detail: "",
  errors: paths.map((path) => ({ path, message: "wrong" })),
});

test("a rejection stays until every field that it names has changed", () => {
  const refused = { name: "shop", ports: [{ port: 1 }], labels: {} };
  const named = problem(["name"], ["ports", "0", "port"]);
  expect(refusalHolds(named, refused, refused)).toBe(true);
  expect(refusalHolds(named, refused, { ...refused, name: "other" })).toBe(true);
  expect(refusalHolds(named, refused, { ...refused, labels: { a: "b" } })).toBe(true);
  expect(refusalHolds(named, refused, { ...refused, name: "other", ports: [{ port: 2 }] })).toBe(false);
});

test("a rejection without fields goes with the first change", () => {
  expect(refusalHolds(problem(), { name: "shop" }, { name: "shop" })).toBe(true);
  expect(refusalHolds(problem([]), { name: "shop" }, { name: "shops" })).toBe(false);
});
