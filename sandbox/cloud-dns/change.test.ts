import { expect, test } from "vitest";
import { zoneContent } from "@/sandbox/name-servers/lookup";
import type { RecordSet, RecordType } from "@/sandbox/name-servers/record-set";
import { checkChange, readChange } from "./change";

const apex = "example.org.";
const soa = "ns-cloud-a1.googledomains.com. cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300";
const set = (name: string, type: RecordType, ttl: number, ...rrdatas: string[]): RecordSet => ({
  name,
  type,
  ttl,
  rrdatas,
});
const zone = zoneContent(apex, [
  set(apex, "SOA", 21_600, soa),
  set(apex, "NS", 21_600, "ns-cloud-a1.googledomains.com."),
  set("www.example.org.", "A", 60, "192.0.2.1", "192.0.2.2"),
  set("alias.example.org.", "CNAME", 60, "www.example.org."),
]);

function tryChange(change: object): string {
  try {
    checkChange(zone, readChange(change, apex));
    return "accepted";
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
}

const www = { name: "www.example.org.", type: "A", ttl: 60, rrdatas: ["192.0.2.2", "192.0.2.1"] };
const cases: [what: string, outcome: string, change: object][] = [
  ["a deletion of exactly what stands, in any order", "accepted", { deletions: [www] }],
  ["a deletion with another TTL", "conditionNotMet", { deletions: [{ ...www, ttl: 61 }] }],
  [
    "a deletion of some of the records",
    "conditionNotMet",
    { deletions: [{ ...www, rrdatas: ["192.0.2.1"] }] },
  ],
  [
    "a deletion of what is not there",
    "notFound",
    { deletions: [{ ...www, type: "AAAA", rrdatas: ["::1"] }] },
  ],
  ["the same deletion twice", "notFound", { deletions: [www, www] }],
  ["an addition of what stands", "alreadyExists", { additions: [www] }],
  [
    "the same addition twice",
    "alreadyExists",
    {
      additions: [
        { ...www, name: "n.example.org." },
        { ...www, name: "n.example.org." },
      ],
    },
  ],
  ["a swap", "accepted", { deletions: [www], additions: [{ ...www, rrdatas: ["192.0.2.3"] }] }],
  [
    "a CNAME beside other types",
    "cnameResourceRecordSetConflict",
    { additions: [{ ...www, type: "CNAME", rrdatas: ["x.test."] }] },
  ],
  [
    "other types beside a CNAME",
    "cnameResourceRecordSetConflict",
    { additions: [{ ...www, name: "alias.example.org." }] },
  ],
  [
    "a CNAME in place of what is deleted",
    "accepted",
    { deletions: [www], additions: [{ ...www, type: "CNAME", rrdatas: ["x.test."] }] },
  ],
  [
    "removing the SOA",
    "invalidZoneApex",
    { deletions: [{ name: apex, type: "SOA", ttl: 21_600, rrdatas: [soa] }] },
  ],
  [
    "an SOA below the apex",
    "invalidZoneApex",
    { additions: [{ name: "www.example.org.", type: "SOA", ttl: 1, rrdatas: [soa] }] },
  ],
  ["a name outside the zone", "invalid", { additions: [{ ...www, name: "www.example.com." }] }],
  ["a name without its final dot", "invalid", { additions: [{ ...www, name: "new.example.org" }] }],
  [
    "rrdata that is not of the type",
    "invalid",
    { additions: [{ ...www, name: "new.example.org.", rrdatas: ["nonsense"] }] },
  ],
  [
    "two records of a CNAME",
    "invalidRecordCount",
    { additions: [{ name: "c.example.org.", type: "CNAME", ttl: 1, rrdatas: ["a.test.", "b.test."] }] },
  ],
  ["no records", "invalid", { additions: [{ ...www, name: "new.example.org.", rrdatas: [] }] }],
  ["nothing at all", "required", {}],
];
test.each(cases)("%s: %s", (_what, outcome, change) => {
  expect(tryChange(change)).toBe(outcome);
});

test("a change holds at most 1,000 additions", () => {
  const additions = Array.from({ length: 1001 }, (_, at) => ({ ...www, name: `n${at}.example.org.` }));
  expect(tryChange({ additions: additions.slice(1) })).toBe("accepted");
  expect(tryChange({ additions })).toBe("quotaExceeded");
});
