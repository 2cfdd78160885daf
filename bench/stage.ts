import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { panelEnvironment } from "@/scripts/programs";
import { type ClusterApi, clusterApi } from "./cluster";
import { ask, end, spawn } from "./processes/spawn";

/** Short, because nothing is measured while it lasts. */
export const graceInSeconds = 1;

/** Everything that is measured, each in its own process. */
export interface Stage {
  file: SandboxFile;
  sandbox: ChildProcess;
  panel: ChildProcess;
  floor: ChildProcess;
  cluster: ClusterApi;
  /** Base URL of the panel's REST API. */
  api: string;
  close(): Promise<void>;
}

/** Starts sandbox, panel and floor in a temporary folder. */
export async function openStage(): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), "lamia-bench-"));
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.toReversed()) await end(child);
    rmSync(home, { recursive: true, force: true });
  };
  const start = async (...words: Parameters<typeof spawn>) => {
    const child = await spawn(...words);
    children.push(child);
    return child;
  };
  try {
    const sandbox = await start("sandbox", {}, [home]);
    const file = await ask<SandboxFile>(sandbox, "file");
    const root = file.acme.rootCertificate;
    setDefaultCACertificates([...getCACertificates("default"), readFileSync(root, "utf8")]);
    const environment = {
      ...panelEnvironment(file, home),
      LAMIA_LOG_LEVEL: "error",
      NODE_ENV: "production",
      LAMIA_CLEANUP_GRACE_SECONDS: String(graceInSeconds),
    };
    const panel = await start("panel", environment);
    const floor = await start("floor", { NODE_EXTRA_CA_CERTS: root }, [join(home, "sandbox.json")]);
    const api = await ask<string>(panel, "url");
    return { file, sandbox, panel, floor, cluster: clusterApi(file.kubeconfig), api, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Polls ten times a second until it is true. After `seconds`, throws with what it waited for. */
export async function until(what: string, seconds: number, read: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await read())) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} s until ${what}.`);
    await sleep(100);
  }
}
