import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { RunningSandbox } from "@/sandbox/start";

/** Somebody beside the panel, at work in the sandbox's cluster with kubectl. */
export async function kubectl({ file }: RunningSandbox, words: string[], input = ""): Promise<string> {
  const running = promisify(execFile)("kubectl", ["--kubeconfig", file.kubeconfig, ...words]);
  running.child.stdin?.end(input);
  return (await running).stdout;
}
