import { expect, test } from "vitest";
import { computedMs } from "@/lib/testing/computed-ms";
import { wellKnownKeys } from "./metadata-view";

/** Texts that make a pattern with overlapping repetitions try every way to divide them. */
const size = 200_000;
const hostile = {
  "one long label": "a".repeat(size),
  "hyphens after a letter": `a${"-".repeat(size)}`,
  "labels without an end": `${"a.".repeat(size / 2)}!`,
  "a long list": `${"a.b,".repeat(size / 4)}!`,
  "spaces around commas": `a.b${" ".repeat(size)},${" ".repeat(size)}!`,
  "an address that goes on": `[${"0:".repeat(size / 2)}`,
  digits: `${"1".repeat(size)}!`,
  "base64 without an end": `${"A".repeat(size)}=!`,
  "JSON that opens": "[".repeat(size),
  slashes: `https://${"/".repeat(size)}`,
};

test.each(Object.entries(hostile))("no metadata value can keep the process busy: %s", (_, value) => {
  for (const { key, schema } of wellKnownKeys) {
    const before = computedMs();
    schema.safeParse(value);
    expect(computedMs() - before, key).toBeLessThan(100);
  }
});
