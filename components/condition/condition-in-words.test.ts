import { expect, test } from "vitest";
import { parseCondition } from "@/lib/istio/condition/parse";
import { conditionInWords } from "./condition-in-words";

test.each([
  ['uri prefix "/service1"', "path begins with /service1"],
  ['uri exact "/A" ignoring case', "path is /A, ignoring case"],
  ['header "user-agent" regex ".*Chrome.*"', "header user-agent matches .*Chrome.*"],
  ['not cookie "beta" present', "cookie beta is absent"],
  [
    'uri prefix "/a" and (method "GET" or method "POST")',
    "path begins with /a and (method is GET or method is POST)",
  ],
  ['not (header "a" exact "1" and header "b" exact "2")', "not (header a is 1 and header b is 2)"],
  ['sni "shop.example.com"', "TLS server name is shop.example.com"],
])("%s is read as a sentence", (text, words) => {
  const parsed = parseCondition(text);
  expect(parsed.ok && parsed.value && conditionInWords(parsed.value)).toBe(words);
});
