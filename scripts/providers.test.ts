import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ProviderDefinition, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const definitions = Object.values<ProviderDefinition>(providers);

test("only a DNS provider's own files name its metadata keys", () => {
  const sources = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "app", "components", "lib"],
    {
      cwd: root,
      encoding: "utf8",
    },
  )
    .split("\n")
    .filter(
      (path) =>
        existsSync(join(root, path)) &&
        /\.tsx?$/.test(path) &&
        !/\.test\.|\.contract\.|\/testing\//.test(path),
    );
  const elsewhere = definitions.flatMap(({ id, keys }) =>
    sources
      .filter((path) => !path.startsWith(`lib/dns/${id}/`) && path !== `lib/dns/${id}.ts`)
      .filter((path) => keys.some(({ key }) => read(path).includes(key))),
  );
  expect(elsewhere).toEqual([]);
});

test("the documents list each DNS provider and registrar with its keys and permissions", async () => {
  const page = "docs/operate.md";
  const written = read(page)
    .replace(
      /(<!-- DNS providers: .*-->\n)[\s\S]*(?=<!-- end of DNS providers -->)/,
      (_, start) => `${start}${definitions.map(section).join("")}`,
    )
    .replace(
      /(<!-- registrars: .*-->\n)[\s\S]*(?=<!-- end of registrars -->)/,
      (_, start) => `${start}${Object.values<RegistrarDefinition>(registrars).map(section).join("")}`,
    );
  expect(written).toContain("<!-- end of DNS providers -->");
  expect(written).toContain("<!-- end of registrars -->");
  await expect(written).toMatchFileSnapshot(join(root, page));
});

function section({
  title,
  permissions,
  keys,
}: Pick<ProviderDefinition, "title" | "permissions" | "keys">): string {
  const rows = keys.map(({ key, secret, optional, help }) => {
    const meaning = optional ? `Optional. ${help}` : help;
    return `| \`${key}\` | ${secret ? "yes" : ""} | ${meaning.replaceAll("|", "\\|")} |\n`;
  });
  return `${title}:\n\n| Key | Secret | Meaning |\n|---|---|---|\n${rows.join("")}\n${permissions}\n\n`;
}
