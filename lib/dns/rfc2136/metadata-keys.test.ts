import { expect, test } from "vitest";
import { keys, settingsOf } from "./metadata-keys";

test.each([
  ["ns1.example.net", [{ host: "ns1.example.net", port: 53 }]],
  [
    "192.0.2.53:5353, [2001:db8::53]:53",
    [
      { host: "192.0.2.53", port: 5353 },
      { host: "2001:db8::53", port: 53 },
    ],
  ],
  ["2001:db8::53", [{ host: "2001:db8::53", port: 53 }]],
])("the server %s is understood", (text, servers) => {
  expect(keys[0].schema.safeParse(text).success).toBe(true);
  expect(settingsOf({ rfc2136_server: text }).servers).toEqual(servers);
});

test.each(["https://ns1.example.net", "ns1.example.net:dns", "ns1 ns2", ","])(
  "the server %s is refused",
  (text) => {
    expect(keys[0].schema.safeParse(text).success).toBe(false);
  },
);

test("zones are read without trailing dots and duplicates; if there are none, the server is asked", () => {
  const zones = (text: string) => settingsOf({ rfc2136_zones: text }).zones;
  expect(zones("Example.net., example.org ,example.net")).toEqual(["example.net", "example.org"]);
  expect(zones("")).toBeNull();
});

test("the algorithm is hmac-sha256 unless another one is set", () => {
  expect(settingsOf({}).key.algorithm).toBe("hmac-sha256");
  expect(settingsOf({ rfc2136_key_algorithm: "hmac-sha512" }).key.algorithm).toBe("hmac-sha512");
});
