import { afterAll, beforeAll, expect, it } from "vitest";
import type { EventColumn } from "./events";
import { openStore, type Store } from "./open-store";
import type { NewEvent } from "./rows";
import { onBothBackends } from "./testing/backends";
import { certificate, report, walkWrite } from "./testing/walk-write";

const at = "2026-03-01T10:00:00.000Z";

function event(message: string, over: Partial<NewEvent> = {}): NewEvent {
  return { at, level: "info", type: "test", message, ...over };
}

onBothBackends("the store", ({ fresh }) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(await fresh());
  });
  afterAll(() => store.close());

  it("returns a walk with its reports exactly as saved", async () => {
    const write = walkWrite("exact", { nextVisitAt: "2026-03-29T01:30:00.123Z" });
    const blocked = report("delegation", {
      state: "blocked",
      note: "not delegated",
      remedy: "Set the name servers",
      fact: null,
      attempts: 3,
      retryAt: "2026-12-31T23:59:59.999Z",
    });
    await store.walks.save({ ...write, reports: [report("zone", { fact: ["a", { b: 1 }] }), blocked] });
    const read = await store.walks.read(write.walk.key);
    expect(read?.walk).toEqual(write.walk);
    expect(read?.reports).toHaveLength(2);
    expect(read?.reports).toContainEqual(blocked);
    expect(read?.reports).toContainEqual(report("zone", { fact: ["a", { b: 1 }] }));
    expect((await store.walks.reports([write.walk.key])).get(write.walk.key)).toHaveLength(2);
    expect(await store.walks.read("nobody")).toBeNull();
  });

  it("keeps correct times in any time zone of the server", async () => {
    const rows = await store.database.query(
      "SELECT extract(epoch FROM next_visit_at)::float8 AS seconds FROM walk WHERE gateway = 'exact'",
    );
    expect(rows).toEqual([{ seconds: Date.parse("2026-03-29T01:30:00.123Z") / 1000 }]);
  });

  it("writes and reports only changes", async () => {
    const write = { ...walkWrite("quiet"), events: [] };
    const marker = walkWrite("marker");
    // Changes of earlier tests may still arrive.
    const keys: string[] = [];
    const end = store.onChange((change) => change.kind === "walk" && keys.push(change.key));
    const countOf = (key: string) => keys.filter((each) => each === key).length;
    await store.walks.save(write);
    await expect.poll(() => countOf(write.walk.key)).toBe(1);
    await store.walks.save(write);
    await store.walks.save({ ...write, reports: [report("zone", { state: "waiting" })] });
    await store.walks.save(marker);
    await expect.poll(() => countOf(marker.walk.key)).toBe(1);
    end();
    expect(countOf(write.walk.key)).toBe(2);
  });

  it("saves two hundred walks at once; the last write of a key wins", async () => {
    const writes = Array.from({ length: 200 }, (_, index) => walkWrite(`many-${index}`));
    await Promise.all([
      ...writes.map((write) =>
        store.walks.save({ ...write, events: [event(`saved ${write.walk.gateway}`)] }),
      ),
      store.walks.save(walkWrite("many-7", { state: "serving" })),
    ]);
    expect((await store.walks.list({ limit: 500, q: "MANY-" })).items).toHaveLength(200);
    expect((await store.walks.list({ state: "serving" })).items.map(({ gateway }) => gateway)).toEqual([
      "many-7",
    ]);
    expect((await store.walks.countByState()).serving).toBe(1);
    expect((await store.events.list({ limit: 500, q: "saved many" })).items).toHaveLength(200);
  });

  it("stores text that JSON columns can't hold, and a bad write doesn't harm others", async () => {
    const odd = walkWrite("odd");
    const bad = walkWrite("bad", { nextVisitAt: "never" });
    const notes = [report("zone", { note: "a\0b\ud800c", fact: { txt: "\\u0000 \0" } })];
    const results = await Promise.allSettled([
      store.walks.save(bad),
      store.walks.save({ ...odd, reports: notes }),
      store.walks.save(walkWrite("good")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    const read = await store.walks.read(odd.walk.key);
    expect(read?.reports[0]).toMatchObject({ note: "ab\ufffdc", fact: { txt: "\\u0000 " } });
  });

  it("pages through a list without gaps or repeats, even if rows are added meanwhile", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.walks.list({ limit: 30, q: "many-", cursor });
      seen.push(...page.items.map(({ gateway }) => gateway));
      await store.walks.save(walkWrite(`a-${seen.length}-many-`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((gateway) => /^many-\d+$/.test(gateway))).toHaveLength(200);
    await expect(store.walks.list({ cursor: "made up" })).rejects.toMatchObject({ kind: "rejected" });
    await expect(store.events.list({ cursor: "made up" })).rejects.toMatchObject({ kind: "rejected" });
  });

  it("removes a walk and everything that belongs to it, and nothing else", async () => {
    const write = walkWrite("gone");
    await store.walks.save({ ...write, certificate: certificate(write) });
    await store.walks.remove([write.walk.key]);
    expect(await store.walks.read(write.walk.key)).toBeNull();
    expect(await store.certificates.read(write.walk.key)).toBeNull();
    expect((await store.walks.reports([write.walk.key])).size).toBe(0);
    expect(await store.walks.keys()).toContain("vamp-demo/quiet:443=quiet.example.net");
  });

  it("lists certificates by expiry, page by page", async () => {
    for (const [gateway, month] of [
      ["c1", 7],
      ["c2", 5],
      ["c3", 5],
      ["c4", 6],
    ] as const) {
      const write = walkWrite(gateway);
      const notAfter = `2026-0${month}-01T00:00:00.000Z`;
      await store.walks.save({ ...write, certificate: certificate(write, { notAfter, renewAt: at }) });
    }
    const first = await store.certificates.list({ limit: 3 });
    const second = await store.certificates.list({ limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ gateway }) => gateway)).toEqual(["c2", "c3", "c4", "c1"]);
    expect(second.nextCursor).toBeNull();
    expect(await store.certificates.read("vamp-demo/c1:443=c1.example.net")).toEqual(
      certificate(walkWrite("c1"), { notAfter: "2026-07-01T00:00:00.000Z", renewAt: at }),
    );
  });

  it("gives a disconnected reader the events that it missed, in order", async () => {
    await store.events.add([event("one", { host: "h.example.net", level: "error", remedy: "do it" })]);
    const [one] = (await store.events.list({ limit: 1 })).items;
    await store.events.add([event("two"), event("three", { virtualCluster: "other" })]);
    const missed = await store.events.after(one?.id ?? "0");
    expect(missed.map(({ message }) => message)).toEqual(["two", "three"]);
    expect((await store.events.list({ levels: ["error"] })).items).toEqual([one]);
    expect((await store.events.list({ virtualCluster: "other" })).items).toHaveLength(1);
    expect(await store.events.read(one?.id ?? "0")).toEqual(one);
  });

  it("sorts events by any column, page by page, equal ones newest first", async () => {
    const some: Partial<NewEvent>[] = [
      { level: "info", virtualCluster: "sorted-b", gateway: "one" },
      { level: "error", virtualCluster: "sorted-a", host: "Z.example.net" },
      { level: "success", virtualCluster: "sorted-a", gateway: "two" },
      { level: "warning", virtualCluster: "sorted-b", host: "a_b.example.net" },
      { level: "error", virtualCluster: "sorted-b" },
    ];
    await store.events.add(some.map((each, index) => event(`sorted ${index}`, each)));
    const sorted = async (column: EventColumn, direction: "asc" | "desc") => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.events.list({
          q: "sorted ",
          limit: 2,
          order: { column, direction },
          cursor,
        });
        seen.push(...page.items.map(({ message }) => message.slice(-1)));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return seen.join("");
    };
    expect(await sorted("at", "desc")).toBe("43210");
    expect(await sorted("at", "asc")).toBe("01234");
    expect(await sorted("level", "asc")).toBe("41320");
    expect(await sorted("level", "desc")).toBe("02341");
    expect(await sorted("virtualCluster", "asc")).toBe("21430");
    expect(await sorted("gateway", "asc")).toBe("43102");
    expect(await sorted("host", "desc")).toBe("31420");
    const { nextCursor } = await store.events.list({ limit: 1 });
    const elsewhere = { order: { column: "level", direction: "asc" }, cursor: nextCursor ?? "" } as const;
    await expect(store.events.list(elsewhere)).rejects.toMatchObject({ kind: "rejected" });
  });

  it("takes a search literally, even with SQL wildcards", async () => {
    await store.events.add([event("100 % done"), event("100 times")]);
    const found = async (q: string) => (await store.events.list({ q })).items.map(({ message }) => message);
    expect(await found("100 %")).toEqual(["100 % done"]);
    expect(await found("a_b.EXAMPLE")).toEqual(["sorted 3"]);
  });

  it("creates notifications for events that ask for them, and counts unread ones", async () => {
    const notification = { title: "Certificate issued", link: "/gateways/x" };
    await store.events.add([
      event("by Test CA", { level: "success", notification }),
      event("b", { notification }),
    ]);
    const { items } = await store.notifications.list();
    expect(items.map(({ body }) => body)).toEqual(["b", "by Test CA"]);
    expect(items[1]).toMatchObject({ ...notification, level: "success", readAt: null });
    await store.notifications.markRead([items[0]?.id ?? ""], new Date(at));
    expect(await store.notifications.countUnread()).toBe(1);
    expect((await store.notifications.list({ unreadOnly: true })).items).toEqual([items[1]]);
    await store.notifications.markRead("all", new Date("2026-04-01T00:00:00Z"));
    expect(await store.notifications.read(items[0]?.id ?? "")).toMatchObject({ readAt: at });
  });

  it("keeps one open cleanup task per subject, with its history of attempts", async () => {
    const when = new Date(at);
    const add = (payload: unknown) =>
      store.tasks.add({ kind: "record", subject: "x.example.net", payload }, when);
    const task = await add({ zone: "a" });
    await store.tasks.postpone(task.id, when, "The provider does not answer.", when);
    expect(await store.tasks.read(task.id)).toMatchObject({
      attempts: 1,
      lastProblem: expect.stringContaining("provider"),
    });
    expect(await add({ zone: "b" })).toMatchObject({
      id: task.id,
      attempts: 0,
      payload: { zone: "b" },
      lastProblem: null,
    });
    expect(await store.tasks.open()).toHaveLength(1);
    await store.tasks.done(task.id, when);
    expect(await store.tasks.open()).toEqual([]);
    expect((await store.tasks.list({ states: ["done"], q: "EXAMPLE" })).items[0]).toMatchObject({
      attempts: 1,
    });
    await add({});
    await store.tasks.cancel("record", "x.example.net");
    expect((await store.tasks.list()).items).toEqual([]);
  });

  it("keeps settings as JSON", async () => {
    for (const value of [{ a: [1, null] }, null, "text", false]) {
      await store.settings.write("theme", value, new Date(at));
      expect(await store.settings.read("theme")).toEqual(value);
    }
    await store.settings.remove("theme");
    expect(await store.settings.read("theme")).toBeUndefined();
  });
});
