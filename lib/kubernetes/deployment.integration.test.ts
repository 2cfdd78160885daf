import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { hasKubectl, runKubectl } from "@/sandbox/kubernetes/testing/kubectl";
import { startTestApi, type TestApi } from "@/sandbox/kubernetes/testing/start-test-api";

const deploy = join(import.meta.dirname, "..", "..", "deploy");
const name = "what is deployed, at an API server that takes no unknown field";
const hasHelm = spawnSync("helm", ["version"]).status === 0;
if (!hasKubectl) console.warn(`SKIPPED: "${name}": no kubectl is installed here`);
else if (!hasHelm) console.warn(`SKIPPED: the Helm chart of "${name}": no helm is installed here`);

describe.skipIf(!hasKubectl)(name, () => {
  let running: TestApi;
  beforeAll(async () => {
    running = await startTestApi();
    await runKubectl(running.kubeconfigFile, ["create", "namespace", "lamia-system"]);
  });
  afterAll(() => running.close());

  /** Applies it strictly without storing it, and returns the names of the objects. */
  async function applied(manifest: string): Promise<string[]> {
    const words = [
      "apply",
      "--dry-run=server",
      "--validate=strict",
      "-n",
      "lamia-system",
      "-o",
      "name",
      "-f",
      "-",
    ];
    const { code, text } = await runKubectl(running.kubeconfigFile, words, { input: manifest });
    expect(code, text).toBe(0);
    // There may be warnings among the names.
    return text.split("\n").filter((line) => /^\S+\/\S+$/.test(line));
  }

  it.each(readdirSync(join(deploy, "manifests")))("%s is accepted completely", async (file) => {
    const manifest = readFileSync(join(deploy, "manifests", file), "utf8");
    const documents = parseAllDocuments(manifest).filter((document) => document.contents !== null);
    expect(await applied(manifest)).toHaveLength(documents.length);
  });

  const chart = (values: readonly string[]) =>
    spawnSync(
      "helm",
      [
        ...[
          "template",
          "lamia",
          join(deploy, "helm", "lamia"),
          "-n",
          "lamia-system",
          "--kube-version",
          "1.32.0",
        ],
        ...values.flatMap((value) => ["--set", value]),
      ],
      { encoding: "utf8" },
    );

  it.skipIf(!hasHelm).each([
    ["as it comes", []],
    [
      "with all that can be set",
      [
        ...["database.existingSecret=db", "workers.replicas=2", "replicas=2", "istioInstall=true"],
        ...[
          "acme.externalAccount.kid=k",
          "acme.externalAccount.existingSecret=eab",
          "token.existingSecret=t",
        ],
        ...["env.LAMIA_LOG_LEVEL=debug", "service.annotations.a=b", "imagePullSecrets[0].name=pull"],
      ],
    ],
  ])("the chart is taken %s", async (_how, values) => {
    const { stdout, stderr, status } = chart(values);
    expect(status, stderr).toBe(0);
    expect(await applied(stdout)).toContain("deployment.apps/lamia");
  });

  it.skipIf(!hasHelm)("the chart refuses workers without PostgreSQL, and says why", () => {
    const { stderr, status } = chart(["workers.replicas=1"]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("workers need PostgreSQL");
  });
});
