import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openStore, type StoreOptions } from "@/lib/store/open-store";
import { onBothBackends, onPostgres } from "@/lib/store/testing/backends";
import { openTestRunner, startTestRunner } from "./testing/test-runner";

/** Nothing in these tests starts by itself within this time. */
const longWaitInMs = 3_600_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** Resolves when another process is in the middle of a visit of the host. */
async function startVisiting(options: StoreOptions, host: string): Promise<ChildProcess> {
  const script = join(process.cwd(), "lib/runner/testing/visiting-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(options), host], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the process ended before its visit began")));
    child.stdout?.on("data", (data) => {
      if (String(data).includes(`visiting ${host}`)) resolve();
    });
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

onBothBackends("a process killed in a visit", ({ fresh }) => {
  it("leaves its visit to whoever starts next", async () => {
    const options = await fresh();
    await kill(await startVisiting(options, "killed.example.net"));
    const store = await openStore(options);
    const visited: string[] = [];
    const before = Date.now();
    const runner = await startTestRunner(store, {
      walkHost: async (host) => {
        visited.push(host);
        return { nextVisitAt: null };
      },
    });
    await expect
      .poll(() => visited, { timeout: store.kind === "pglite" ? 10_000 : 120_000 })
      .toEqual(["killed.example.net"]);
    console.log(`taken up on ${store.kind} after ${Date.now() - before} ms`);
    await runner.stop();
    await store.close();
  });
});

onPostgres("several runners", ({ fresh }) => {
  it("never visit a host at the same time, and every wake leads to a visit", async () => {
    const options = await fresh();
    const hosts = Array.from({ length: 8 }, (_, index) => `shared-${index}.example.net`);
    const atWork = new Set<string>();
    const lastBegun = new Map<string, number>();
    const overlaps: string[] = [];
    const visitsBy = [0, 0, 0];
    const stores = await Promise.all(visitsBy.map(() => openStore(options)));
    const runners = await Promise.all(
      stores.map((store, index) =>
        startTestRunner(store, {
          walkHost: async (host) => {
            if (atWork.has(host)) overlaps.push(host);
            atWork.add(host);
            lastBegun.set(host, performance.now());
            visitsBy[index] = (visitsBy[index] ?? 0) + 1;
            await pause(Math.random() * 20);
            atWork.delete(host);
            return { nextVisitAt: new Date(Date.now() + Math.random() * 60) };
          },
        }),
      ),
    );
    const lastWoken = new Map<string, number>();
    for (let round = 0; round < 150; round++) {
      const host = hosts[round % hosts.length] ?? "";
      lastWoken.set(host, performance.now());
      await runners[round % runners.length]?.wake(host);
      await pause(5);
    }
    for (const host of hosts)
      await expect.poll(() => (lastBegun.get(host) ?? 0) > (lastWoken.get(host) ?? 0)).toBe(true);
    expect(overlaps).toEqual([]);
    expect(visitsBy.filter((visits) => visits > 0).length).toBeGreaterThan(1);
    await Promise.all(runners.map((runner) => runner.stop()));
    await Promise.all(stores.map((store) => store.close()));
  });

  it("wake each other at once, even in a long wait; a process that only asks visits nothing", async () => {
    const options = await fresh();
    const [asking, working] = await Promise.all([openStore(options), openStore(options)]);
    const visits: number[] = [];
    const askedAfresh: string[] = [];
    const worker = await startTestRunner(working, {
      onFreshWake: (host) => askedAfresh.push(`${host} before visit ${visits.length + 1}`),
      walkHost: async () => {
        visits.push(performance.now());
        return { nextVisitAt: new Date(Date.now() + longWaitInMs) };
      },
    });
    const asker = await openTestRunner(asking);
    for (const expected of [1, 2, 3]) {
      const before = performance.now();
      await asker.wake("asked.example.net", { fresh: expected === 3 });
      await expect.poll(() => visits.length, { interval: 2 }).toBe(expected);
      console.log(
        `a wake from another process was served after ${((visits.at(-1) ?? 0) - before).toFixed(1)} ms`,
      );
      await pause(50);
    }
    expect(askedAfresh).toEqual(["asked.example.net before visit 3"]);
    await Promise.all([asker.stop(), worker.stop()]);
    await Promise.all([asking.close(), working.close()]);
  });
});
