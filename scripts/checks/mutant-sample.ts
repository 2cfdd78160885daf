import { createHash } from "node:crypto";

/** A place to mutate, as Stryker passes it to a checker. */
export interface Mutant {
  id: string;
  fileName: string;
  location: Record<"start" | "end", { line: number; column: number }>;
  mutatorName: string;
  replacement?: string;
}

/**
 * Whether a mutant belongs to the sample. For the same code, a seed always picks the same mutants, in any order and
 * in any process.
 * @param share from 0 to 1
 */
export function isInSample(mutant: Mutant, share: number, seed: string): boolean {
  return orderOf(mutant, seed) < share;
}

/** A number from 0 to 1 that depends only on seed and place. */
export function orderOf({ fileName, location, mutatorName, replacement = "" }: Mutant, seed: string): number {
  const place = `${fileName.replace(/^.*?(?=lib\/)/, "")}:${location.start.line}:${location.start.column}`;
  const digest = createHash("sha256").update([seed, place, mutatorName, replacement].join("\n")).digest();
  return digest.readUInt32BE() / 2 ** 32;
}

/** What `npm run mutate` passes to Stryker's processes; environment variables are the only way. */
export const sampleVariables = { share: "LAMIA_MUTATE_SHARE", seed: "LAMIA_MUTATE_SEED" } as const;

/**
 * A checker that accepts the sample, and rejects other mutants as compile errors, which don't count. Stryker finds
 * it by this name.
 * @public
 */
export const strykerPlugins = [
  {
    kind: "Checker",
    name: "sample",
    factory: () => {
      const share = Number(process.env[sampleVariables.share] ?? 1);
      const seed = process.env[sampleVariables.seed] ?? "";
      return {
        async init() {},
        check: async (mutants: readonly Mutant[]) =>
          Object.fromEntries(
            mutants.map((mutant) => [
              mutant.id,
              isInSample(mutant, share, seed)
                ? { status: "passed" }
                : { status: "compileError", reason: "not in the sample" },
            ]),
          ),
      };
    },
  },
];
