import { execFileSync } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Status } from "@/lib/api/stream";
import { type PanelProcess, startPanelProcess } from "@/lib/server/testing/panel-process";
import { ask, firstAdmin } from "@/lib/server/testing/people";
import {
  delegateAtOnce,
  publishedSecret,
  putGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import { canMount } from "@/lib/store/testing/backends";

/** A panel process whose volume fills up while it walks, and gets room again. */
let world: TestWorld;
let panel: PanelProcess;
let volume: string | null = null;
afterAll(async () => {
  await panel?.end("SIGKILL");
  if (volume) execFileSync("umount", [volume]);
  await world?.close();
});

/** Until nothing more fits; others write there, too. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(65_536));
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: "ENOSPC" });
  }
}

test.skipIf(!canMount())(
  "a disk that fills up is told on every page; what is served goes on, and new hosts go on when there is room",
  async () => {
    world = await startTestWorld();
    delegateAtOnce(world.sandbox);
    volume = join(world.home, "volume");
    execFileSync("mkdir", [volume]);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=200m", "none", volume]);
    panel = await startPanelProcess(
      { ...world.environment, LAMIA_HOME: volume, LAMIA_LOG_LEVEL: "fatal" },
      "api",
    );
    const admin = await firstAdmin(panel);
    const token = { token: world.environment.LAMIA_API_TOKEN ?? "" };
    const status = async () =>
      (await (await ask(panel, "GET", "/status", undefined, token)).json()) as Status;
    const stateOf = async (name: string) => {
      const answer = await ask(
        panel,
        "GET",
        `/virtual-clusters/vamp-demo/gateways/${name}`,
        undefined,
        token,
      );
      return ((await answer.json()) as { securedHosts: { state: string }[] }).securedHosts[0]?.state;
    };
    putGateway(world.sandbox, "before", "before.democluster.net");
    await waitUntil("it is served", async () => (await stateOf("before")) === "serving");
    expect(await status()).toMatchObject({ database: null });

    const filler = join(volume, "filler");
    fill(filler);
    await waitUntil("it is told", async () => (await status()).database !== null);
    expect((await status()).database).toMatch(/The disk of .* is full.*Free up space/);
    putGateway(world.sandbox, "during", "during.democluster.net");
    // Long enough for writes to fail.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(panel.child.exitCode, panel.output().slice(-3000)).toBeNull();
    expect(await stateOf("before")).toBe("serving");

    rmSync(filler);
    await waitUntil("it is well again", async () => (await status()).database === null);
    await waitUntil("the new host is served", async () => (await stateOf("during")) === "serving");
    expect(publishedSecret(world.sandbox, "during")).toBeDefined();
    expect(world.sandbox.counts.certificatesIssued).toBe(2);
    await ask(panel, "GET", "/sessions", undefined, admin);
    expect(await panel.end("SIGTERM")).toBe(0);
  },
);
