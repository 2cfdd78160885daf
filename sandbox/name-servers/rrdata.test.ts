import { expect, test } from "vitest";
import type { RecordType } from "./record-set";
import { parseRrdata } from "./rrdata";

const good: [RecordType, string, string][] = [
  ["A", "192.0.2.1", "192.0.2.1"],
  ["AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["CAA", "0 issue letsencrypt.org", '0 issue "letsencrypt.org"'],
  ["CAA", '128 issuewild ";"', '128 issuewild ";"'],
  ["CNAME", "Host.Example.org.", "host.example.org."],
  ["DS", "60485 5 1 2BB183AF 5F22588179", "60485 5 1 2bb183af5f22588179"],
  ["MX", "10 mail.example.org.", "10 mail.example.org."],
  ["SRV", "0 5 5060 sip.example.org.", "0 5 5060 sip.example.org."],
  ["TXT", "v=spf1", '"v=spf1"'],
  ["TXT", "two words", '"two" "words"'],
  ["TXT", '"two words"', '"two words"'],
  ["TXT", '"a \\"b\\" \\\\ c" "d"', '"a \\"b\\" \\\\ c" "d"'],
  ["TXT", '"caf\u00e9 \\255"', '"caf\\195\\169 \\255"'],
  ["TXT", '""', '""'],
];
test.each(good)("%s %j becomes %j", (type, text, canonical) => {
  expect(parseRrdata(type, text)?.text).toBe(canonical);
});

const bad: [RecordType, string][] = [
  ["A", "192.0.2.256"],
  ["A", "example.org."],
  ["AAAA", "192.0.2.1"],
  ["AAAA", "fe80::1%eth0"],
  ["CAA", "256 issue x"],
  ["CNAME", "no-final-dot.example.org"],
  ["CNAME", `${"a".repeat(64)}.org.`],
  ["MX", "mail.example.org."],
  ["SOA", "ns.example.org. host.example.org. 1 2 3 4"],
  ["SRV", "0 5 70000 sip.example.org."],
  ["TXT", ""],
  ["TXT", '"open'],
  ["TXT", '"a"b'],
  ["TXT", '"\\256"'],
  ["TXT", `"${"x".repeat(256)}"`],
];
test.each(bad)("%s %j is refused", (type, text) => {
  expect(parseRrdata(type, text)).toBeUndefined();
});
