import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocuments } from "./read";
import { toYaml } from "./write";

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.constantFrom(
      "yes",
      "on",
      "12:30",
      "0123",
      "1e3",
      "~",
      "null",
      "2026-01-01",
      "0x1f",
      "- a",
      "a: b",
      "<<",
      "e1",
      "E5",
      ".",
      "._",
      "1_000.5",
      ".5e3",
      "0o17",
      "089",
      "1.0",
      "=",
      "a\n b\n",
    ),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

describe("YAML", () => {
  test("of any object can be read back as the same object", () => {
    fc.assert(
      fc.property(values, values, (spec, other) => {
        const object = { apiVersion: "v1", kind: "X", spec, other };
        expect(readDocuments(toYaml(object))[0]?.value).toEqual(object);
      }),
    );
  });

  test("has numbers where kubectl reads numbers", () => {
    const values = (text: string) => (readDocuments(text)[0] as { value: unknown }).value;
    expect(values("[e1, E5, ., ._, -e3, 1e3, .5, 1., 0x1f, 010, 1_0]")).toEqual([
      "e1",
      "E5",
      ".",
      "._",
      "-e3",
      1000,
      0.5,
      1,
      31,
      8,
      10,
    ]);
    expect(toYaml({ a: "0o17", b: "1e3", c: "e1" })).toBe('a: "0o17"\nb: "1e3"\nc: e1\n');
  });

  test("is the same whatever the order of the fields", () => {
    const one = {
      kind: "A",
      spec: { z: 1, hosts: [], name: "n" },
      metadata: { labels: {}, name: "a" },
      apiVersion: "v1",
    };
    const other = {
      apiVersion: "v1",
      metadata: { name: "a", labels: {} },
      spec: { name: "n", hosts: [], z: 1 },
      kind: "A",
    };
    expect(toYaml(one)).toBe(toYaml(other));
    expect(toYaml(one)).toMatch(/^apiVersion: v1\nkind: A\nmetadata:\n {2}name: a\n/);
  });

  test("for export doesn't contain what the API server adds", () => {
    const object = {
      apiVersion: "v1",
      kind: "A",
      metadata: {
        name: "a",
        uid: "1",
        resourceVersion: "2",
        generation: 3,
        creationTimestamp: new Date(0),
        managedFields: [{}],
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      },
      status: { ready: true },
    };
    expect(toYaml(object)).toBe("apiVersion: v1\nkind: A\nmetadata:\n  name: a\n");
  });

  test("of several objects is one text with several documents", () => {
    expect(readDocuments(toYaml([{ a: 1 }, { b: 2 }])).map(({ value }) => value)).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });

  test("with a mistake says its line and column", () => {
    const [problem] = readDocuments("a: 1\nb:\n  c: 1\n  c: 2\n")[0]?.problems ?? [];
    expect(problem).toMatchObject({ line: 4, column: 3, message: "Keys in a map must be unique." });
  });

  test("gives the position of a field, or of its parent if the field doesn't exist", () => {
    const text = "spec:\n  servers:\n    - port: 80\n";
    const place = readDocuments(text)[0]?.locate(["spec", "servers", 0, "port"]);
    expect(place).toMatchObject({ line: 3, column: 13 });
    expect(readDocuments(text)[0]?.locate(["spec", "servers", 0, "hosts"])).toMatchObject({
      line: 3,
      column: 7,
    });
  });

  test("with an unknown alias or of endless size is refused, and nothing is thrown", () => {
    expect(readDocuments("a: *b\n")[0]?.problems).toHaveLength(1);
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${"bcdefg"
      .split("")
      .map((key, index) => `${key}: &${key} [${Array(10).fill(`*${"abcdef"[index]}`).join(", ")}]\n`)
      .join("")}`;
    expect(readDocuments(bomb)[0]?.problems).toHaveLength(1);
  });
});
