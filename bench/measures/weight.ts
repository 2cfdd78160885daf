import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "@/bench/stage";
import { limitRow, type Row } from "@/bench/table";
import { populate } from "@/e2e/support/populate";
import { openStage, type Stage } from "@/e2e/support/stage";
import { trust } from "@/lib/dns/testing/trust";
import { clusterApi, gatewayObject, gatewaysPath } from "../cluster";

const idleAfterMs = 10_000;
const issuances = 1000;
const megabyte = 1024 * 1024;

/**
 * The memory of an installed panel, web server and embedded database in one process, with its own sandbox: resident
 * set size, as a container's limit counts it, including shared libraries.
 */
export async function weight(): Promise<Row[]> {
  if (process.platform !== "linux") {
    console.info("  Only Linux tells what a process holds: the weight is NOT measured.");
    return [];
  }
  const stage = await openStage();
  try {
    await sleep(idleAfterMs);
    const idle = memoryOf(stage.panelPid);
    await populate(stage);
    await issueMany(stage);
    const busy = memoryOf(stage.panelPid);
    await sleep(6 * idleAfterMs);
    const later = memoryOf(stage.panelPid);
    return [
      limitRow("Memory, idle, just after the first start", idle.nowMb, 350, "MB"),
      limitRow(`Memory, the most during ${issuances} first issuances`, busy.mostMb, 700, "MB"),
      limitRow("The same a minute later", later.nowMb, 700, "MB"),
    ];
  } finally {
    await stage.close();
  }
}

async function issueMany(stage: Stage): Promise<void> {
  trust(readFileSync(stage.sandbox.acme.rootCertificate, "utf8"));
  const cluster = clusterApi(stage.sandbox.kubeconfig);
  const names = Array.from({ length: issuances }, (_, index) => `weight-${index}`);
  for (const name of names)
    await cluster.post(
      gatewaysPath("vamp-demo"),
      gatewayObject("vamp-demo", name, `${name}.democluster.net`),
    );
  await until(`${issuances} certificates are issued`, 300, async () => {
    const { certificatesIssued = 0 } = await stage.counts();
    return certificatesIssued > issuances;
  });
}

/** `VmRSS` and `VmHWM` of proc(5). */
function memoryOf(pid: number): { nowMb: number; mostMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string) =>
    (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) * 1024) / megabyte;
  return { nowMb: read("VmRSS"), mostMb: read("VmHWM") };
}
