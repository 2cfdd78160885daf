import { execFileSync } from "node:child_process";

/** Which files have changed according to git, for daily checks. */
export interface Changes {
  /** The commit to compare with. */
  base: string;
  paths: string[];
}

/**
 * The changes since this branch left `main` plus uncommitted ones; on `main`, only the latter.
 *
 * @param ref compares with this commit instead. @throws when git doesn't know it
 */
export function changesSince(ref?: string, folder = process.cwd()): Changes {
  const git = (...words: string[]) =>
    execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const leftMainAt = () => {
    for (const main of ["main", "origin/main"])
      try {
        return git("merge-base", "HEAD", main);
      } catch {
        // That branch doesn't exist here.
      }
    return "HEAD";
  };
  const base = git("rev-parse", "--verify", `${ref ?? leftMainAt()}^{commit}`);
  const tracked = git("diff", "--name-only", base);
  const untracked = git("ls-files", "--others", "--exclude-standard");
  return { base, paths: `${tracked}\n${untracked}`.split("\n").filter(Boolean) };
}

/** Whether the file is part of the panel as served. */
export function isOfPanel(path: string): boolean {
  return /^(app|components|lib|prisma|public|proxy\.ts|next\.config\.js)/.test(path) && !isOfTests(path);
}

function isOfTests(path: string): boolean {
  return /\.(test|spec|contract)\.tsx?$|\/testing\//.test(path);
}
