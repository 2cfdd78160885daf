import { expect, test } from "vitest";
import { encoded, withoutSecretValues } from "./secret-object";

const secret = {
  apiVersion: "v1",
  kind: "Secret",
  type: "kubernetes.io/tls",
  metadata: {
    name: "shop",
    annotations: {
      "lamia.dev/host": "shop.example.org",
      "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"tls.key":"cHJpdmF0ZQ=="}}',
    },
  },
  data: { "tls.crt": encoded("public"), "tls.key": encoded("private"), token: encoded("private") },
};

test("private values are dropped, from kubectl's copy too; the names of the keys stay", () => {
  const kept = withoutSecretValues(secret);
  expect(JSON.stringify(kept)).not.toContain(encoded("private"));
  expect(kept.data).toEqual({ "tls.crt": encoded("public") });
  expect(kept.keys).toEqual(["tls.crt", "tls.key", "token"]);
  expect(kept.metadata.annotations).toEqual({ "lamia.dev/host": "shop.example.org" });
});

test("doing it twice loses no key name", () => {
  expect(withoutSecretValues(withoutSecretValues(secret))).toEqual(withoutSecretValues(secret));
});
