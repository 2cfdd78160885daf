import { describe, expect, test } from "vitest";
import { fieldsAt, valuesAt } from "../kinds/fields-at";
import { cursorAt } from "./cursor";

/** The cursor at the bar in the text. */
function at(text: string) {
  const offset = text.indexOf("|");
  return cursorAt(text.slice(0, offset) + text.slice(offset + 1), offset);
}

const head = "apiVersion: networking.istio.io/v1\nkind: Gateway\n";

describe("the cursor in a half-written text", () => {
  test.each([
    [`${head}sp|`, "key", [], "sp"],
    [`${head}spec:\n  |`, "key", ["spec"], ""],
    [`${head}spec:\n  servers:\n    - ho|`, "key", ["spec", "servers", 0], "ho"],
    [`${head}spec:\n  servers:\n  - hosts:\n    - a\n    po|`, "key", ["spec", "servers", 0], "po"],
    [`${head}spec:\n  servers:\n  - a: 1\n  - port:\n      |`, "key", ["spec", "servers", 1, "port"], ""],
    [
      `${head}spec:\n  servers:\n    - port:\n        protocol: HT|`,
      "value",
      ["spec", "servers", 0, "port", "protocol"],
      "HT",
    ],
    [`a: 1\n---\n${head}metadata:\n  # more\n\n  na|\n---\nkind: Other\n`, "key", ["metadata"], "na"],
  ])("%#", (text, where, path, typed) => {
    const cursor = at(text);
    expect(cursor).toEqual({ kind: "Gateway", path, at: where, typed });
  });

  test("is offered the fields that are valid there", () => {
    const { path } = at(`${head}spec:\n  servers:\n    - |`);
    const offers = fieldsAt("Gateway", path);
    expect(offers.filter(({ required }) => required).map(({ field }) => field)).toEqual(["hosts", "port"]);
    expect(offers.map(({ field }) => field)).toContain("tls");
  });

  test("is offered the values that a field may have", () => {
    const { path } = at(`${head}spec:\n  servers:\n    - port:\n        protocol: |`);
    expect(valuesAt("Gateway", path)).toContain("HTTPS");
  });

  test("is offered Kubernetes's fields in a container, even below what the form shows", () => {
    const container = ["spec", "template", "spec", "containers", 0];
    const fields = (path: (string | number)[]) => fieldsAt("Deployment", path).map(({ field }) => field);
    expect(fields(container)).toEqual(
      expect.arrayContaining(["image", "env", "resources", "readinessProbe"]),
    );
    expect(fieldsAt("Deployment", container)).toContainEqual({ field: "name", required: true });
    expect(fields([...container, "readinessProbe", "httpGet"])).toEqual(
      expect.arrayContaining(["path", "port"]),
    );
    expect(fields(["spec", "strategy", "rollingUpdate"])).toEqual(["maxSurge", "maxUnavailable"]);
    expect(valuesAt("Deployment", [...container, "imagePullPolicy"])).toContain("IfNotPresent");
  });
});
