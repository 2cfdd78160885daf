import { expect, test } from "vitest";
import { kinds } from "./kinds";
import { applyResultOf } from "./objects";

const call = { verb: "patch", resource: kinds.Gateway, namespace: "demo", name: "shop" } as const;

function result(status: number, message: string, causes: unknown[] = []) {
  const body = { kind: "Status", reason: "", message, details: { causes } };
  return applyResultOf(call, { status, body, retryAfterSeconds: undefined });
}

test("fields of other managers are reported with their owner", () => {
  const message = 'conflict with "kubectl-edit" using networking.istio.io/v1';
  expect(
    result(409, "Apply failed", [{ reason: "FieldManagerConflict", message, field: ".spec.servers" }]),
  ).toEqual({
    ok: false,
    reason: "conflict",
    conflicts: [{ manager: "kubectl-edit", field: "spec.servers", message }],
  });
});

test("an outdated version is distinguished from owned fields", () => {
  expect(result(409, "the object has been modified")).toEqual({ ok: false, reason: "changed" });
});

const notChecked =
  "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors";

test("invalid fields are reported with their paths", () => {
  const causes = [
    { reason: "FieldValueRequired", message: "Required value", field: "spec.servers[0].hosts" },
    { reason: "FieldValueInvalid", message: "Invalid value", field: "<nil>" },
    { reason: "FieldValueInvalid", message: notChecked, field: "<nil>" },
  ];
  expect(result(422, "is invalid", causes)).toEqual({
    ok: false,
    reason: "invalid",
    errors: [
      { path: "spec.servers[0].hosts", message: "Required value" },
      { path: "", message: "Invalid value" },
    ],
  });
});

test("the error is what Istio's webhook says, without the webhook's name", () => {
  const message =
    'admission webhook "validation.istio.io" denied the request: configuration is invalid: port missing';
  expect(result(400, message)).toMatchObject({
    reason: "invalid",
    errors: [{ path: "", message: "configuration is invalid: port missing" }],
  });
});

test("an undecodable patch is reported by its reason at its field, without the whole object", () => {
  const refused = (reason: string) =>
    result(422, "is invalid", [
      { field: "patch", message: `Invalid value: "{\\"kind\\":\\"Service\\",\\"spec\\":{}}": ${reason}` },
    ]);
  expect(refused('strict decoding error: unknown field "spec.a"')).toMatchObject({
    errors: [{ path: "spec.a", message: "The API server doesn’t know this field." }],
  });
  expect(refused("json: cannot unmarshal string into Go struct field")).toMatchObject({
    errors: [{ path: "", message: "json: cannot unmarshal string into Go struct field" }],
  });
});

test("unknown fields are errors at their own paths", () => {
  const message = 'strict decoding error: unknown field "spec.servers[0].prot", unknown field "spec.x"';
  expect(result(400, message)).toMatchObject({
    errors: [{ path: "spec.servers[0].prot" }, { path: "spec.x" }],
  });
});

test("a field that only the text names is found there", () => {
  const message =
    'Invalid value: "": "spec.http[0].match[0].uri" must validate one and only one schema (oneOf). Found 2 valid alternatives';
  expect(result(422, "is invalid", [{ reason: "FieldValueInvalid", message, field: "<nil>" }])).toMatchObject(
    {
      errors: [
        {
          path: "spec.http[0].match[0].uri",
          message: "Must validate one and only one schema (oneOf). Found 2 valid alternatives",
        },
      ],
    },
  );
});

test("a schema mismatch is invalid, even though the API server calls it an internal error", () => {
  const begin = "failed to create typed patch object (shop/web; /v1, Kind=Service): ";
  expect(result(500, `${begin}.spec.nope: field not declared in schema`)).toEqual({
    ok: false,
    reason: "invalid",
    errors: [{ path: "spec.nope", message: "The API server doesn’t know this field." }],
  });
  expect(
    result(500, `${begin}.spec.ports: duplicate entries for key [port=80,protocol="TCP"]`),
  ).toMatchObject({
    errors: [{ path: "spec.ports", message: 'duplicate entries for key [port=80,protocol="TCP"]' }],
  });
  expect(
    result(
      500,
      `${begin}errors:\n  .spec.a: field not declared in schema\n  .spec.ports[port=80,protocol="TCP"].x: field not declared in schema`,
    ),
  ).toMatchObject({ errors: [{ path: "spec.a" }, { path: 'spec.ports[port=80,protocol="TCP"].x' }] });
});

test("errors that no change of the object can fix are thrown", () => {
  expect(() => result(503, "")).toThrowError(expect.objectContaining({ kind: "unreachable" }));
});
