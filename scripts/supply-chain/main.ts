import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditPackages, cycloneDx } from "./npm";
import { licenceList, licenceProblems, runtimePackages } from "./packages";

/**
 * `npm run audit`: known vulnerabilities of the packages that Lamia needs at run time, from package-lock.json and the
 * configured registry. Fails if there are any. If the registry has no answer it says so and doesn’t fail, because
 * nothing is known then.
 *
 * `npm run sbom -- FOLDER`: their CycloneDX document and the list of their licences, without the network.
 */
const folder = join(import.meta.dirname, "..", "..");
const [command, target = "reports"] = process.argv.slice(2);

if (command === "audit") await audit();
else await sbom(target);

async function audit(): Promise<void> {
  const result = await auditPackages({ folder });
  if (result.state === "unanswered") {
    console.log(
      `The registry gave no advisories (${result.reason}). Nothing is known; ask another one with:`,
    );
    console.log("  npm_config_registry=https://registry.example.com npm run audit");
    return;
  }
  for (const { severity, name, versions, title, url } of result.advisories)
    console.log(`${severity}: ${name} ${versions}: ${title}\n  ${url}`);
  console.log(`${result.advisories.length} known vulnerabilities in ${result.packages} packages of run time`);
  if (result.advisories.length > 0) process.exitCode = 1;
}

async function sbom(to: string): Promise<void> {
  const packages = runtimePackages(readFileSync(join(folder, "package-lock.json"), "utf8"));
  mkdirSync(to, { recursive: true });
  const document = await cycloneDx({ folder }, new Date());
  writeFileSync(join(to, "lamia.cdx.json"), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(to, "licences.md"), licenceList(packages));
  console.log(`${packages.length} packages: ${join(to, "lamia.cdx.json")} and ${join(to, "licences.md")}`);
  const problems = licenceProblems(packages);
  if (problems.length > 0) console.log(["Licences that aren’t allowed:", ...problems].join("\n  "));
}
