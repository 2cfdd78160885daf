import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("the table of settings has exactly the variables that the environment reads", () => {
  const known = [...read("lib/server/environment.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name,
  );
  const listed = [...read("docs/operate.md").matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name);
  // Node reads this one itself.
  expect(listed.filter((name) => name !== "NODE_EXTRA_CA_CERTS").sort()).toEqual(known.sort());
});

test("every picture in the README exists", () => {
  const shown = [...read("README.md").matchAll(/docs\/screenshots\/[a-z-]+\.png/g)].map(([path]) => path);
  expect(shown.length).toBeGreaterThan(3);
  for (const path of shown) expect(() => read(path), path).not.toThrow();
});

test("every link between the documents leads to an existing file and heading", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(join(root, "docs"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
      ([link, path = "", heading]) => {
        const target = path === "" ? page : join(dirname(page), path);
        if (!existsSync(join(root, target))) return [`${page}: ${link}`];
        return heading && !headings(read(target)).includes(heading) ? [`${page}: ${link}`] : [];
      },
    ),
  );
  expect(broken).toEqual([]);
});

/** The anchors that GitHub gives a page's headings. */
function headings(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
