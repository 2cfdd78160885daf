import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "./index";

const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");

test("docs/findings.md lists each code of each check, and no other", () => {
  const rows = [...page.matchAll(/^\| ((?:IST|LAM)\d{4}) \| (\S+) \| (\w+) \| (.+) \| (.+) \|$/gm)];
  const listed = rows.map(([, code, check, about]) => `${code} ${check} ${about}`);
  const known = checks.flatMap(({ id, code, also = {}, of }) =>
    [code, ...Object.keys(also)].map((each) => `${each} ${id} ${of}`),
  );
  expect(listed).toEqual(known.toSorted());
});
