import { createHash } from "node:crypto";

/** A place to break, as Stryker hands it to a checker. */
export interface Mutant {
  id: string;
  fileName: string;
  location: Record<"start" | "end", { line: number; column: number }>;
  mutatorName: string;
  replacement?: string;
}

/**
 * Whether a mutant belongs to the sample: the same seed picks the same ones of the same code, in whatever order and in
 * whatever process they come.
 * @param share from 0 to 1
 */
export function isInSample(mutant: Mutant, share: number, seed: string): boolean {
  return orderOf(mutant, seed) < share;
}

/** A number from 0 to 1 that seed and place decide. */
export function orderOf({ fileName, location, mutatorName, replacement = "" }: Mutant, seed: string): number {
  const place = `${fileName.replace(/^.*?(?=lib\/)/, "")}:${location.start.line}:${location.start.column}`;
  const digest = createHash("sha256").update([seed, place, mutatorName, replacement].join("\n")).digest();
  return digest.readUInt32BE() / 2 ** 32;
}

/** What a process of Stryker is told by `npm run mutate`, which cannot pass it anything but variables. */
export const sampleVariables = { share: "LAMIA_MUTATE_SHARE", seed: "LAMIA_MUTATE_SEED" } as const;

/**
 * A checker that passes the sample and refuses the rest as if it did not compile: such mutants do not count. Stryker finds
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
