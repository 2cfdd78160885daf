import { execFileSync } from "node:child_process";

/** What git says has changed, for the checks of daily work. */
export interface Changes {
  /** The commit that everything is compared with. */
  base: string;
  paths: string[];
}

/**
 * Since this branch left `main`, and what is not committed yet; on `main` itself only the latter.
 *
 * @param ref compares with this commit instead. @throws when git does not know it
 */
export function changesSince(ref?: string, folder = process.cwd()): Changes {
  const git = (...words: string[]) =>
    execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const leftMainAt = () => {
    for (const main of ["main", "origin/main"])
      try {
        return git("merge-base", "HEAD", main);
      } catch {
        // There is no such branch here.
      }
    return "HEAD";
  };
  const base = git("rev-parse", "--verify", `${ref ?? leftMainAt()}^{commit}`);
  const tracked = git("diff", "--name-only", base);
  const untracked = git("ls-files", "--others", "--exclude-standard");
  return { base, paths: `${tracked}\n${untracked}`.split("\n").filter(Boolean) };
}

/** Whether the panel as it is served is made of such a file. */
export function isOfPanel(path: string): boolean {
  return /^(app|components|lib|prisma|public|proxy\.ts|next\.config\.js)/.test(path) && !isOfTests(path);
}

function isOfTests(path: string): boolean {
  return /\.(test|spec|contract)\.tsx?$|\/testing\//.test(path);
}
