import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { sampleVariables } from "./checks/mutant-sample";
import { pickOf, tryMutants } from "./checks/mutant-trials";
import { scoresOf, type Tried } from "./checks/mutation-score";

/**
 * `npm run mutate`: mutates the code in one place after another, and counts which mutants the unit tests notice.
 * Arguments limit it to folders or files; without any it takes hours. `--share 0.1 --seed 7` tries one in ten, the
 * same ones for the same seed. `--integration 15` then tries 15 mutants per folder that no unit test covers with
 * the integration tests. The survivors are written to `reports/`.
 */
const promising = ["gateway", "model", "acme", "dns", "runner", "kubernetes", "server/walks"];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    share: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    integration: { type: "string", default: "0" },
  },
});
process.env[sampleVariables.share] = values.share;
process.env[sampleVariables.seed] = values.seed;
const places = positionals.length > 0 ? positionals : promising.map((folder) => `lib/${folder}`);
const stryker = new Stryker({
  mutate: [
    ...places.map((place) => (/\.ts$/.test(place) ? place : `${place}/**/*.ts`)),
    "!lib/**/*.{test,contract}.ts",
    "!lib/**/testing/**",
  ],
  plugins: ["@stryker-mutator/*", join(import.meta.dirname, "checks/mutant-sample.ts")],
  checkers: values.share === "1" ? [] : ["sample"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutate.config.ts", related: true },
  coverageAnalysis: "perTest",
  // Code that runs when a file loads would need a start of the runner for each mutant.
  ignoreStatic: true,
  // Visible texts are no promises.
  mutator: { excludedMutations: ["StringLiteral"] },
  concurrency: Number(process.env.LAMIA_MUTATE_CONCURRENCY ?? 1),
  timeoutMS: 10_000,
  ignorePatterns: [".next", ".lamia", "public", "reports", "test-results"],
  reporters: ["clear-text"],
  clearTextReporter: { reportTests: false, reportMutants: false, reportScoreTable: false, logTests: false },
  allowConsoleColors: false,
  tempDirName: ".stryker-tmp",
});
const mutants = (await stryker.runMutationTest()).map((mutant) => ({
  ...mutant,
  fileName: mutant.fileName.replace(/^.*?(?=lib\/)/, ""),
}));
mkdirSync("reports", { recursive: true });
tell("mutants.txt", mutants.map(described));

const unreached = mutants.filter(({ status }) => status === "NoCoverage");
const rooms = Map.groupBy(
  unreached,
  ({ fileName }) => promising.find((room) => fileName.startsWith(`lib/${room}/`)) ?? "",
);
const picked = [...rooms.values()].flatMap((room) => pickOf(room, Number(values.integration), values.seed));
if (picked.length > 0) {
  const tried: Tried[] = [];
  for await (const { mutant, verdict, test } of tryMutants(picked)) {
    tried.push({ ...described(mutant), state: verdict });
    console.log(
      `${tried.length}/${picked.length} ${verdict} ${mutant.fileName}:${mutant.location.start.line} ${test ?? ""}`,
    );
  }
  tell("mutants-integration.txt", tried);
}

function described({
  fileName,
  status,
  location,
  mutatorName,
  replacement,
}: (typeof mutants)[number]): Tried {
  const what = `${mutatorName}: ${replacement.replaceAll(/\s+/g, " ").slice(0, 100)}`;
  return { file: fileName, line: location.start.line, state: status, what };
}

function tell(name: string, tried: readonly Tried[]): void {
  const { lines, survivors } = scoresOf(tried);
  const report = join("reports", name);
  writeFileSync(report, `${survivors.join("\n")}\n`);
  console.log(`\n${lines.join("\n")}\n\n${survivors.length} survivors in ${report}`);
}
