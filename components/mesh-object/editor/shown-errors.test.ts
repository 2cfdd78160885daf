import { zodResolver } from "@hookform/resolvers/zod";
import { createFormControl, type FieldErrors } from "react-hook-form";
import { expect, test } from "vitest";
import { formSchemaFor } from "@/lib/istio/kinds";
import { namesToCheck, refusalHolds } from "./shown-errors";

const wrong = { type: "custom", message: "wrong" };

test("fields with an error and touched fields are checked again, each once", () => {
  const errors = {
    name: wrong,
    servers: [{ securedHost: wrong }, undefined, { hosts: Object.assign([wrong], { root: wrong }) }],
  } as unknown as FieldErrors;
  const touched = { name: true, labels: true, servers: [{ port: true }] };
  expect(namesToCheck(errors, touched, [])).toEqual([
    "labels",
    "name",
    "servers.0.port",
    "servers.0.securedHost",
    "servers.2.hosts",
    "servers.2.hosts.0",
  ]);
});

test("the server's findings are not checked again here, because the browser can't", () => {
  expect(namesToCheck({ name: { type: "server", message: "taken" } } as FieldErrors, {}, [])).toEqual([]);
  const inside = { labels: { team: { type: "server", message: "taken" } } } as unknown as FieldErrors;
  expect(namesToCheck(inside, { labels: true, name: true }, ["labels.other"])).toEqual([
    "labels.other",
    "name",
  ]);
});

test("an error at a key of a record stays when its field is checked again, and goes with its cause", async () => {
  const schema = formSchemaFor("Gateway", null);
  const form = createFormControl({ resolver: zodResolver(schema as never), mode: "onTouched" });
  const values = { name: "gw", servers: [], metadata: { gateway_address: "203.0.113.777" } };
  for (const [name, value] of Object.entries(values)) {
    form.register(name as never);
    form.setValue(name as never, value as never);
  }
  let errors: FieldErrors = {};
  form.subscribe({
    formState: { errors: true },
    callback(state) {
      errors = state.errors ?? {};
    },
  });
  const check = async () => {
    const { error } = schema.safeParse(form.getValues());
    const wrong = error?.issues.map(({ path }) => path.join(".")) ?? [];
    await form.trigger(namesToCheck(errors, { metadata: true }, wrong) as never);
    return (errors.metadata as Record<string, { message?: string }> | undefined)?.gateway_address?.message;
  };
  expect(await check()).toContain("neither an IP address nor a DNS name");
  expect(await check()).toContain("neither an IP address nor a DNS name");
  form.setValue("metadata" as never, { gateway_address: "203.0.113.77" } as never);
  expect(await check()).toBeUndefined();
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
