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

test("another version than the one that was read is told apart from owned fields", () => {
  expect(result(409, "the object has been modified")).toEqual({ ok: false, reason: "changed" });
});

const notChecked =
  "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors";

test("invalid fields come with their paths", () => {
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

test("what Istio's webhook says is the error, without the webhook's name", () => {
  const message =
    'admission webhook "validation.istio.io" denied the request: configuration is invalid: port missing';
  expect(result(400, message)).toMatchObject({
    reason: "invalid",
    errors: [{ path: "", message: "configuration is invalid: port missing" }],
  });
});

test("of a patch that cannot be decoded the reason is reported at its field, and not the whole object", () => {
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

test("a field that is named in the text only is found there", () => {
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

test("what does not fit the schema is invalid, though the API server calls it an error of its own", () => {
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

test("what no change of the object would mend is thrown", () => {
  expect(() => result(503, "")).toThrowError(expect.objectContaining({ kind: "unreachable" }));
});
