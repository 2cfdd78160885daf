import { describe, expect, it } from "vitest";
import { coreTypes, otherTypes } from "@/sandbox/kubernetes/resources/core-types";
import { workloadTypes } from "@/sandbox/kubernetes/resources/workload-types";
import { decodeObject, WireError } from "./decode-object";

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function field(number: number, content: string | Buffer | number): Buffer {
  if (typeof content === "number") return Buffer.concat([varint(number << 3), varint(content)]);
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

const message = (...fields: Buffer[]) => Buffer.concat(fields);

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = message(field(1, apiVersion), field(2, kind));
  return message(Buffer.from("k8s\0"), field(1, typeMeta), field(2, raw));
}

const decode = (apiVersion: string, kind: string, ...fields: Buffer[]) =>
  decodeObject(envelope(apiVersion, kind, message(...fields)));

describe("protobuf objects decode to their JSON form", () => {
  it("with metadata, maps and bytes, and without the fields that Go writes when empty", () => {
    const label = field(11, message(field(1, "app"), field(2, "shop")));
    const created = field(8, "");
    const metadata = field(1, message(field(1, "s"), field(2, ""), label, created));
    const data = field(2, message(field(1, "k"), field(2, Buffer.from([0, 255]))));
    expect(decode("v1", "Secret", metadata, data, field(3, "Opaque"))).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", labels: { app: "shop" } },
      data: { k: "AP8=" },
      type: "Opaque",
    });
  });

  it("an explicit zero stays, such as no replicas or no unavailable pods", () => {
    const noneUnavailable = field(4, field(2, field(1, message(field(1, 0), field(2, 0), field(3, "")))));
    expect(decode("apps/v1", "Deployment", field(2, message(field(1, 0), noneUnavailable)))).toMatchObject({
      spec: { replicas: 0, strategy: { rollingUpdate: { maxUnavailable: 0 } } },
    });
  });

  it("an empty volume source stays, and embedded Go structs keep their names", () => {
    const emptyDir = field(2, field(2, ""));
    const secretKey = field(3, field(4, message(field(1, field(1, "s")), field(2, "k"))));
    const container = field(2, message(field(1, "c"), field(7, message(field(1, "A"), secretKey))));
    expect(
      decode("v1", "Pod", field(2, message(field(1, message(field(1, "t"), emptyDir)), container))),
    ).toMatchObject({
      spec: {
        volumes: [{ name: "t", emptyDir: {} }],
        containers: [
          { name: "c", env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] },
        ],
      },
    });
  });

  it("Lease times have microseconds, Event times seconds, and an unset time is absent", () => {
    const time = message(field(1, 1_764_324_000), field(2, 123_456_789));
    const spec = field(2, message(field(1, "one"), field(2, 15), field(4, time), field(5, 0)));
    expect(decode("coordination.k8s.io/v1", "Lease", spec)).toMatchObject({
      spec: {
        holderIdentity: "one",
        leaseDurationSeconds: 15,
        renewTime: "2025-11-28T10:00:00.123456Z",
        leaseTransitions: 0,
      },
    });
    const event = decode("v1", "Event", field(3, "LeaderElection"), field(6, time), field(10, ""));
    expect(event).toMatchObject({ reason: "LeaderElection", firstTimestamp: "2025-11-28T10:00:00Z" });
    expect(event).not.toHaveProperty("eventTime");
  });

  it("kinds with the same name differ by group, and DeleteOptions exist in every group", () => {
    const fourth = field(4, "x");
    expect(decode("events.k8s.io/v1", "Event", fourth)).toMatchObject({ reportingController: "x" });
    expect(decode("v1", "Event", fourth)).toMatchObject({ message: "x" });
    const options = field(4, "Background");
    expect(decode("coordination.k8s.io/v1", "DeleteOptions", options)).toMatchObject({
      propagationPolicy: "Background",
    });
  });

  it("lists of strings by key, embedded JSON and schemas with doubles get their JSON form", () => {
    const extra = field(5, message(field(1, "k"), field(2, message(field(1, "v"), field(1, "w")))));
    expect(decode("authorization.k8s.io/v1", "SubjectAccessReview", field(2, message(extra)))).toMatchObject({
      spec: { extra: { k: ["v", "w"] } },
    });
    const managed = field(17, message(field(1, "me"), field(7, field(1, '{"f:data":{}}'))));
    expect(decode("v1", "ConfigMap", field(1, managed))).toMatchObject({
      metadata: { managedFields: [{ manager: "me", fieldsV1: { "f:data": {} } }] },
    });
    const half = Buffer.alloc(9);
    half[0] = (11 << 3) | 1;
    half.writeDoubleLE(0.5, 1);
    const noMore = field(30, field(1, 0));
    const items = field(24, field(1, field(5, "string")));
    const schema = field(4, field(1, message(half, noMore, items, field(8, field(1, "{}")))));
    const version = field(7, message(field(1, "v1"), schema));
    expect(decode("apiextensions.k8s.io/v1", "CustomResourceDefinition", field(2, version))).toMatchObject({
      spec: {
        versions: [
          {
            schema: {
              openAPIV3Schema: {
                minimum: 0.5,
                additionalProperties: false,
                items: { type: "string" },
                default: {},
              },
            },
          },
        ],
      },
    });
  });
});

it.each([...coreTypes, ...workloadTypes, ...otherTypes])(
  "$group $kind is read",
  ({ group, versions, kind }) => {
    for (const version of versions) {
      expect(decode(group === "" ? version : `${group}/${version}`, kind)).toMatchObject({ kind });
    }
  },
);

it("a kind without a message is unknown", () => {
  expect(decode("networking.istio.io/v1", "Gateway")).toBeNull();
  expect(decode("v1", "SecretVolumeSource")).toBeNull();
});

it("truncated, endlessly nested and malformed bytes are rejected", () => {
  expect(() => decodeObject(Buffer.from("k8s\0\x0a\x7f"))).toThrow(WireError);
  expect(() => decodeObject(Buffer.from("{}"))).toThrow(WireError);
  let schema: Buffer = Buffer.alloc(0);
  for (let depth = 0; depth < 200; depth += 1) schema = field(28, schema);
  const version = field(2, field(7, field(4, field(1, schema))));
  expect(() => decode("apiextensions.k8s.io/v1", "CustomResourceDefinition", version)).toThrow(WireError);
  expect(() => decode("v1", "Secret", field(1, 7))).toThrow(WireError);
});
