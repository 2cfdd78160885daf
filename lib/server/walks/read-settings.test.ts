import { inspect } from "node:util";
import { expect, expectTypeOf, test } from "vitest";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { ProviderDefinition, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";
import { SecretText } from "@/lib/model/secret-text";
import { plainValue, plainValues, revealed, type Settings, secretSetting } from "@/lib/model/settings";
import { fromSecret, ofWalks } from "./read-settings";

const sources: [string, readonly { key: string; secret: boolean }[]][] = [
  ...Object.values<ProviderDefinition | RegistrarDefinition>({ ...providers, ...registrars }).map(
    ({ title, keys }) => [title, keys] as (typeof sources)[number],
  ),
  ["certificate authority", acmeKeys],
];

const exampleOf = (key: string) => `the-value-of-${key}`;

test.each(sources)("the settings of %s show no secret, however they are printed", (_, keys) => {
  const read = fromSecret(Object.fromEntries(keys.map(({ key }) => [key, new SecretText(exampleOf(key))])));
  const printed = [
    JSON.stringify(read),
    inspect(read, { depth: 9, showHidden: true, customInspect: true }),
    inspect(read, { depth: 9, showHidden: true, customInspect: false }),
    ...Object.values(read).map((value) => `${value}`),
    JSON.stringify(plainValues(read)),
    JSON.stringify(ofWalks(read)),
  ].join("\n");
  for (const { key, secret } of keys) {
    expect(printed.includes(exampleOf(key)), key).toBe(!secret);
    expect(plainValue(read, key)).toBe(secret ? undefined : exampleOf(key));
    expect(secretSetting(read, key)?.reveal()).toBe(exampleOf(key));
    expect(revealed(read, key)).toBe(exampleOf(key));
  }
});

test("a value of settings can't be used as text by mistake: it doesn't compile", () => {
  expectTypeOf<Settings[string]>().not.toExtend<string | undefined>();
  expectTypeOf(secretSetting).returns.toEqualTypeOf<SecretText | undefined>();
});

test("an empty value in a Secret is none, and keys that nothing reads stay there", () => {
  const values = { digitalocean_token: new SecretText(""), other: new SecretText("of somebody else") };
  expect(fromSecret(values)).toEqual({ digitalocean_token: undefined });
});
