import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { NewEntry } from "@/lib/store/audit/chain";
import { openStore, type Store } from "@/lib/store/open-store";
import { onBothBackends } from "@/lib/store/testing/backends";
import { quietDuration } from "@/lib/testing/slowness";
import type { Runner } from "./runner";
import { whileWaiting } from "./slots";
import { startTestRunner } from "./testing/test-runner";

const hourInMs = 3_600_000;
const auditEntry = (at: string): NewEntry => ({
  at,
  actorKind: "user",
  actorId: null,
  actor: "mia@example.com",
  causedBy: null,
  address: null,
  requestId: null,
  action: "sign-in",
  kind: null,
  virtualCluster: null,
  name: null,
  version: null,
  digest: null,
  details: "{}",
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const inMs = (ms: number) => ({ nextVisitAt: new Date(Date.now() + ms) });

onBothBackends("the runner", ({ fresh }) => {
  let store: Store;
  let runner: Runner;
  const walkHost = vi.fn<(host: string, signal: AbortSignal) => Promise<{ nextVisitAt: Date | null }>>();
  const doTask = vi.fn();
  const start = () => startTestRunner(store, { walkHost, doTask });

  beforeAll(async () => {
    store = await openStore(await fresh());
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    walkHost.mockReset().mockImplementation(async () => inMs(hourInMs));
    doTask.mockReset().mockResolvedValue({ state: "done" });
    runner = await start();
  });
  afterEach(() => runner.stop());

  const isRetention = "singleton_key = 'retention' AND state = 'created'";
  const dueInSeconds = async () => {
    const sql = `SELECT extract(epoch FROM start_after - now())::int AS seconds FROM pgboss.job WHERE ${isRetention}`;
    const [job] = await store.database.query<{ seconds: number }>(sql);
    return job?.seconds ?? Number.NaN;
  };
  const visitsOf = (host: string) => walkHost.mock.calls.filter(([visited]) => visited === host).length;

  it("visits a host as soon as it is woken, even one due much later, without waiting for a poll", async () => {
    await runner.stop();
    // Polls are the runner's only intervals; from here on there are none.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      runner = await start();
      const delaysInMs: number[] = [];
      for (let round = 0; round < 12; round++) {
        const before = performance.now();
        const begun = new Promise<void>((resolve) => {
          walkHost.mockImplementationOnce(async () => {
            delaysInMs.push(performance.now() - before);
            resolve();
            return inMs(hourInMs);
          });
        });
        await runner.wake("soon.example.net");
        await begun;
        await pause(30);
      }
      const median = delaysInMs.sort((a, b) => a - b)[6] ?? Number.NaN;
      console.log(`wake to visit on ${store.kind}: median ${median.toFixed(1)} ms, of ${delaysInMs.length}`);
      await runner.stop();
    } finally {
      vi.useRealTimers();
    }
    runner = await start();
  });

  it("removes what is too old a minute after the start, from the audit, too, and then once a day", async () => {
    await runner.stop();
    const lastYear = new Date(Date.now() - 400 * 24 * hourInMs).toISOString();
    const old = await store.audit.append(auditEntry(lastYear));
    const fresh = await store.audit.append(auditEntry(new Date().toISOString()));
    const removeOld = vi.fn(store.removeOld);
    runner = await startTestRunner({ ...store, removeOld }, { walkHost, doTask });
    expect(await store.audit.read(old?.seq ?? 0)).not.toBeNull();
    expect(await dueInSeconds()).toBeLessThanOrEqual(60);
    // The queue goes by the database's clock, which can't be moved.
    await store.database.query(`UPDATE pgboss.job SET start_after = now() WHERE ${isRetention}`);
    await expect.poll(() => removeOld.mock.calls.length).toBe(1);
    await expect.poll(() => store.audit.read(old?.seq ?? 0)).toBeNull();
    expect(await store.audit.read(fresh?.seq ?? 0)).not.toBeNull();
    expect(await store.audit.verify()).toMatchObject({ broken: null, anchor: { seq: old?.seq } });
    await expect.poll(dueInSeconds).toBeGreaterThan(86_000);
    expect(await dueInSeconds()).toBeLessThanOrEqual(86_400);
    expect(removeOld).toHaveBeenCalledTimes(1);
  });

  it("makes one more visit for many wakes during a visit, from here and through the queue", async () => {
    let end = () => {};
    walkHost.mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return inMs(hourInMs);
    });
    await runner.wake("once.example.net");
    await expect.poll(() => visitsOf("once.example.net")).toBe(1);
    await Promise.all(Array.from({ length: 20 }, () => runner.wake("once.example.net")));
    end();
    await expect.poll(() => visitsOf("once.example.net")).toBe(2);
    await pause(300);
    expect(visitsOf("once.example.net")).toBe(2);
  });

  it("keeps short delays to within 30 ms of a bare timer", async () => {
    const delayInMs = 200;
    const times: number[] = [];
    const bare: number[] = [];
    walkHost.mockImplementation(async () => {
      times.push(Date.now());
      // Both timers start at the same moment, so that other load on the machine affects both.
      void pause(delayInMs).then(() => bare.push(Date.now()));
      return times.length > 5 ? { nextVisitAt: null } : inMs(delayInMs);
    });
    await runner.wake("exact.example.net");
    await expect.poll(() => times.length).toBe(6);
    const late = times.slice(1).map((time, index) => time - (bare[index] ?? 0));
    expect(late.sort((a, b) => a - b)[2]).toBeLessThan(30);
    const waited = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...waited)).toBeGreaterThanOrEqual(delayInMs - 1);
  });

  it("keeps a delay that goes through the queue to within 150 ms of a bare timer and one statement", async () => {
    const due = Date.now() + 3_300;
    walkHost.mockImplementationOnce(async () => ({ nextVisitAt: new Date(due) }));
    await runner.wake("later.example.net");
    await expect.poll(() => visitsOf("later.example.net")).toBe(1);
    const begun = new Promise<number>((resolve) => {
      walkHost.mockImplementationOnce(async () => {
        resolve(Date.now());
        return { nextVisitAt: null };
      });
    });
    // Other load on the machine affects both at the same moment, and isn't the runner's.
    await pause(due - Date.now());
    const asked = Date.now();
    await store.database.query("SELECT 1");
    const floor = Date.now();
    const visited = await begun;
    expect(visited).toBeGreaterThanOrEqual(due);
    // The queue adds a few statements.
    expect(visited - floor).toBeLessThan(150 + 10 * (floor - asked));
  });

  it("lets two hundred hosts wait at the same time while at most 32 work", async () => {
    let waiting = 0;
    let atWork = 0;
    let mostAtWork = 0;
    let letAllGo = () => {};
    const together = new Promise<void>((resolve) => {
      letAllGo = resolve;
    });
    walkHost.mockImplementation(async () => {
      mostAtWork = Math.max(mostAtWork, ++atWork);
      await pause(1);
      atWork--;
      await whileWaiting(async () => {
        if (++waiting === 200) letAllGo();
        await together;
      });
      return inMs(hourInMs);
    });
    const before = performance.now();
    await runner.wake(Array.from({ length: 200 }, (_, index) => `host-${index}.example.net`));
    await together;
    console.log(
      `200 hosts wait together on ${store.kind} after ${(performance.now() - before).toFixed(0)} ms`,
    );
    expect(mostAtWork).toBeLessThanOrEqual(32);
    await expect.poll(() => runner.load()).toEqual({ attending: 0, walking: 0, waiting: 0 });
  });

  it("interrupts the visit of a forgotten host and visits once more, which ends its schedule", async () => {
    walkHost.mockImplementationOnce(
      (_host, signal) =>
        new Promise((resolve) =>
          signal.addEventListener("abort", () => resolve(inMs(hourInMs)), { once: true }),
        ),
    );
    await runner.wake("forgotten.example.net");
    await expect.poll(() => visitsOf("forgotten.example.net")).toBe(1);
    walkHost.mockResolvedValueOnce({ nextVisitAt: null });
    await runner.forget("forgotten.example.net");
    await expect.poll(() => visitsOf("forgotten.example.net")).toBe(2);
    await expect.poll(() => runner.load().attending).toBe(0);
    expect(
      await store.database.query("SELECT id FROM pgboss.job WHERE singleton_key = 'forgotten.example.net'"),
    ).toEqual([]);
  });

  it("stops within two seconds, and the next start resumes what was in progress", async () => {
    walkHost.mockImplementation(
      (_host, signal) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve({ nextVisitAt: null }))),
    );
    await runner.wake("interrupted.example.net");
    await expect.poll(() => visitsOf("interrupted.example.net")).toBe(1);
    expect(await quietDuration(() => runner.stop())).toBeLessThan(2_000);
    walkHost.mockReset().mockResolvedValue({ nextVisitAt: null });
    runner = await start();
    await expect.poll(() => visitsOf("interrupted.example.net")).toBe(1);
  });

  it("finds a task whose job was lost within ten minutes", async () => {
    const { id } = await store.tasks.add(
      { kind: "record", subject: "lost.example.net", payload: {} },
      new Date(),
    );
    await pause(100);
    expect(doTask).not.toHaveBeenCalled();
    await store.database.query("UPDATE pgboss.job SET start_after = now() WHERE singleton_key = 'reconcile'");
    await expect.poll(async () => (await store.tasks.read(id))?.state).toBe("done");
  });

  it("cleans up until it is done, shows why it couldn't, and continues after a restart", async () => {
    doTask.mockRejectedValue(new Error("no answer"));
    const task = await runner.addTask({
      kind: "record",
      subject: "a.example.net",
      payload: { name: "a" },
    });
    await expect.poll(async () => (await store.tasks.read(task.id))?.attempts).toBe(1);
    await runner.stop();
    expect(await store.tasks.open()).toMatchObject([{ id: task.id, nextAt: expect.any(String) }]);
    doTask.mockReset().mockResolvedValue({ state: "done" });
    runner = await start();
    await runner.retryTasks([task.id]);
    await expect.poll(async () => (await store.tasks.read(task.id))?.state).toBe("done");
    expect(doTask).toHaveBeenCalledTimes(1);
    expect(doTask.mock.calls[0]?.[0]).toMatchObject({ kind: "record", payload: { name: "a" } });
  });
});
