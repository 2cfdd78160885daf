import { expect, test } from "vitest";
import type { ListedCertificate } from "@/lib/api/certificate";
import { sortCertificates } from "./sort-certificates";

const row = (host: string, notAfter: string) => ({ host, notAfter }) as ListedCertificate;
const rows = [row("b.example", "2026-09-01T00:00:00Z"), row("a.example", "2026-10-01T00:00:00Z")];
const hosts = (column: string, direction: "asc" | "desc") =>
  sortCertificates(rows, { column, direction }).map(({ host }) => host);

test("rows follow the column and its direction", () => {
  expect(hosts("names", "asc")).toEqual(["a.example", "b.example"]);
  expect(hosts("validity", "desc")).toEqual(["a.example", "b.example"]);
  expect(hosts("validity", "asc")).toEqual(["b.example", "a.example"]);
});

test("without a known column the order is the server's, and the rows given are left as they are", () => {
  expect(sortCertificates(rows, null)).toBe(rows);
  expect(hosts("nonsense", "asc")).toEqual(["b.example", "a.example"]);
  sortCertificates(rows, { column: "names", direction: "asc" });
  expect(rows[0]?.host).toBe("b.example");
});
