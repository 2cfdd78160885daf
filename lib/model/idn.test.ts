import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiForm, hostFromTyped } from "./hosts";
import { asciiSearch, nameIncludes, unicodeForm, withUnicodeForms } from "./idn";

describe("the Unicode form of a name", () => {
  test.each([
    ["xn--mnchen-3ya.example", "münchen.example"],
    ["*.xn--bcher-kva.example.com", "*.bücher.example.com"],
    ["443=xn--bcher-kva.example,8443=b.example", "443=bücher.example,8443=b.example"],
    ["vamp-demo/xn--bcher-kva.example.com", "vamp-demo/bücher.example.com"],
    ["_acme-challenge.xn--mnchen-3ya.example", "_acme-challenge.münchen.example"],
    ["xn--fiqs8s", "中国"],
    ["xn--eckwd4c7cu47r2wf.jp", "ドメイン名例.jp"],
    ["xn--e1afmkfd.xn--p1ai", "пример.рф"],
    ["xn--hxajbheg2az3al.xn--jxalpdlp", "παράδειγμα.δοκιμή"],
    ["xn--mgbh0fb.xn--kgbechtv", "مثال.إختبار"],
    ["XN--MNCHEN-3YA.example", "münchen.example"],
  ])("of %s is %s", (ascii, unicode) => {
    expect(unicodeForm(ascii)).toBe(unicode);
  });

  test.each([
    ["a name in ASCII", "shop.example.com"],
    ["a label of two scripts", asciiForm("pаypal.example") ?? ""],
    ["a label in another script that looks like Latin letters", asciiForm("аррӏе.example") ?? ""],
    ["phonetic letters", asciiForm("ɡoogle.example") ?? ""],
    ["a dotless i", asciiForm("lıdl.example") ?? ""],
    ["signs that are no letters", asciiForm("a⁄b.example") ?? ""],
    ["what is no Punycode", "xn--99999999.example"],
    ["what decodes to ASCII", "xn--abc-.example"],
    ["a label that leads back to another one", "xn--munchen-gie.example"],
    ["one bad label among good ones", `xn--mnchen-3ya.${asciiForm("pаypal.example")}`],
  ])("is not shown for %s", (_, ascii) => {
    expect(unicodeForm(ascii)).toBeNull();
  });

  test("is what the platform decodes, and leads back, for any name that is shown", () => {
    const letters = fc.constantFrom(..."abcäöüßéñœžабвгджзиклмнопрстуфюяαβγδεζξπσφψ中国日本語한국어אבג0-");
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 20 }), (label) => {
        const ascii = asciiForm(`${label}.example`);
        const shown = ascii && unicodeForm(ascii);
        if (!ascii || !shown) return;
        expect(shown).toBe(domainToUnicode(ascii));
        expect(hostFromTyped(shown)).toBe(ascii);
      }),
      { numRuns: 2000 },
    );
  });

  test("isn't shown for letters of other scripts that look like Latin ones", () => {
    for (const name of ["xn--mbbz.com", "xn--yodh4b.com", "xn--9dbd5a.com"])
      expect(unicodeForm(name)).toBeNull();
  });

  test("is never the reason of an error, whatever stands behind xn--", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (rest) => {
        unicodeForm(`xn--${rest}`);
      }),
    );
    expect(() => unicodeForm(`xn--${"a".repeat(200_000)}`)).not.toThrow();
  });
});

test("a name is found by both of its forms, and by parts of them", () => {
  for (const text of ["münch", "xn--mnch", "ünchen.example", "example"])
    expect(nameIncludes("xn--mnchen-3ya.example", text)).toBe(true);
  expect(nameIncludes("xn--mnchen-3ya.example", "berlin")).toBe(false);
});

test("a sentence has the Unicode form before each name, but not within a URL", () => {
  expect(withUnicodeForms("xn--mnchen-3ya.example: the CA refused *.xn--mnchen-3ya.example.")).toBe(
    "münchen.example (xn--mnchen-3ya.example): the CA refused *.münchen.example (*.xn--mnchen-3ya.example).",
  );
  expect(withUnicodeForms("xn--mnchen-3ya.example is xn--mnchen-3ya.example")).toBe(
    "münchen.example (xn--mnchen-3ya.example) is münchen.example",
  );
  const url = "Open https://xn--mnchen-3ya.example/a.";
  expect(withUnicodeForms(url)).toBe(url);
  const path = "Ask xn--mnchen-3ya.example/a, at xn--mnchen-3ya.example:8443.";
  expect(withUnicodeForms(path)).toBe(path);
  expect(withUnicodeForms("nothing here")).toBe("nothing here");
});

test("what is stored in ASCII forms only is looked for by that of a whole name", () => {
  expect(asciiSearch(" München.example ")).toBe("xn--mnchen-3ya.example");
  expect(asciiSearch("shop")).toBe("shop");
  expect(asciiSearch("ü x")).toBe("ü x");
  expect(asciiSearch(undefined)).toBeUndefined();
});
