import { execFile, spawn, spawnSync } from "node:child_process";

/** Whether kubectl is installed. */
export const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;

export interface KubectlResult {
  code: number;
  /** Standard output, then standard error. */
  text: string;
}

/** Runs kubectl with the kubeconfig for at most twenty seconds; a failure is a result, not an exception. */
export function runKubectl(
  kubeconfigFile: string,
  words: readonly string[],
  options: { input?: string; editor?: string } = {},
): Promise<KubectlResult> {
  const env = {
    ...process.env,
    KUBECONFIG: kubeconfigFile,
    ...(options.editor && { EDITOR: options.editor }),
  };
  return new Promise((resolve) => {
    const child = execFile("kubectl", words, { env, timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, text: `${stdout}${stderr}` });
    });
    child.stdin?.end(options.input ?? "");
  });
}

/** Runs kubectl until its output contains the text, then stops it; at most twenty seconds. */
export function watchKubectl(
  kubeconfigFile: string,
  words: readonly string[],
  isEnough: (text: string) => boolean,
): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, KUBECONFIG: kubeconfigFile };
    const child = spawn("kubectl", words, { env, timeout: 20_000, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk;
      if (isEnough(text)) child.kill();
    });
    child.on("close", () => resolve(text));
  });
}
