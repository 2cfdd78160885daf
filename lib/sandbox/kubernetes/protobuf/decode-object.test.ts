import { expect, it } from "vitest";
import { decodeObject } from "./decode-object";
import { WireError } from "./wire";

function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = Buffer.concat([field(1, apiVersion), field(2, kind)]);
  return Buffer.concat([Buffer.from("k8s\0"), field(1, typeMeta), field(2, raw)]);
}

it("reads metadata, maps and bytes, and leaves out what Go writes for nothing", () => {
  const label = field(11, Buffer.concat([field(1, "app"), field(2, "shop")]));
  const metadata = field(1, Buffer.concat([field(1, "s"), field(2, ""), label, field(8, "")]));
  const data = field(2, Buffer.concat([field(1, "k"), field(2, Buffer.from([0, 255]))]));
  const raw = Buffer.concat([metadata, data, field(3, "Opaque")]);
  expect(decodeObject(envelope("v1", "Secret", raw))).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", labels: { app: "shop" } },
    data: { k: "AP8=" },
    type: "Opaque",
  });
});

it("keeps a zero that was set, as no replicas are", () => {
  const raw = field(2, Buffer.from([1 << 3, 0]));
  expect(decodeObject(envelope("apps/v1", "Deployment", raw))).toMatchObject({ spec: { replicas: 0 } });
});

it("knows no kind that is not in its table, and refuses bytes that are cut off", () => {
  expect(decodeObject(envelope("v1", "Binding", Buffer.alloc(0)))).toBeNull();
  expect(() => decodeObject(Buffer.from("k8s\0\x0a\x7f"))).toThrow(WireError);
  expect(() => decodeObject(Buffer.from("{}"))).toThrow(WireError);
});
