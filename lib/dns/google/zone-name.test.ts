import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneName } from "./zone-name";

test("a zone is named as its domain, with hyphens", () => {
  expect(zoneName("democluster.net")).toBe("democluster-net");
  expect(zoneName("1and1.com")).toBe("zone-1and1-com");
});

test("any domain gets a name that Cloud DNS takes, and another one when the first is taken", () => {
  fc.assert(
    fc.property(fc.domain(), (apex) => {
      for (const distinct of [false, true])
        expect(zoneName(apex, distinct)).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(zoneName(apex, true)).not.toBe(zoneName(apex));
    }),
  );
});

test("domains with the same plain name differ when made distinct", () => {
  expect(zoneName("a-b.net")).toBe(zoneName("a.b.net"));
  expect(zoneName("a-b.net", true)).not.toBe(zoneName("a.b.net", true));
});
