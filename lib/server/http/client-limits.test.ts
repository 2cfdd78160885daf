import { describe, expect, test } from "vitest";
import { operations } from "@/lib/server/operations";
import { clientLimits, kindOf, streamPath } from "./client-limits";

const person = { address: "198.51.100.7", credential: "session", method: "GET", path: "/api/v1/gateways" };
const settings = { requestsPerMinute: 1000, streams: 3 };

async function statusOf(limits: ReturnType<typeof clientLimits>, asked: Partial<typeof person>) {
  const refused = await limits.begin({ ...person, ...asked }).then(
    () => null,
    (thrown) => thrown as { problem: { status: number; detail: string }; retryAfterInSeconds: number },
  );
  return refused && { ...refused.problem, seconds: refused.retryAfterInSeconds };
}

async function times(count: number, ask: () => Promise<unknown>): Promise<void> {
  for (let each = 0; each < count; each++) await ask();
}

describe("a client", () => {
  test("that sends too many requests hears how many it may send and when to come back; others don't notice", async () => {
    const limits = clientLimits(settings);
    await times(1000, () => limits.begin(person));
    expect(await statusOf(limits, {})).toMatchObject({
      status: 429,
      detail: expect.stringMatching(
        /^This client sent more than 1000 requests within a minute\. Try again in/,
      ),
      seconds: expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60),
    });
    expect(await statusOf(limits, { address: "198.51.100.8" })).toBeNull();
    expect(await statusOf(limits, { credential: "another session" })).toBeNull();
  });

  test("that hasn't signed in may send a tenth of that, and takes nothing from those who have", async () => {
    const limits = clientLimits(settings);
    const stranger = { ...person, credential: null };
    await times(100, () => limits.begin(stranger));
    expect((await statusOf(limits, stranger as never))?.status).toBe(429);
    expect(await statusOf(limits, {})).toBeNull();
  });

  test.each([
    ["/api/v1/virtual-clusters/shop/export", 10, "exports and imports"],
    ["/api/v1/diagnosis", 10, "diagnoses"],
    ["/api/v1/search", 100, "searched"],
  ])("has a limit of its own for what costs more: %s", async (path, count, word) => {
    const limits = clientLimits(settings);
    await times(count, () => limits.begin({ ...person, path }));
    expect(await statusOf(limits, { path })).toMatchObject({
      status: 429,
      detail: expect.stringContaining(word),
    });
    expect(await statusOf(limits, {})).toBeNull();
  });

  test("may have so many streams open, and another one when one has ended", async () => {
    const limits = clientLimits(settings);
    const stream = { ...person, path: streamPath };
    const ends = await Promise.all([1, 2, 3].map(() => limits.begin(stream)));
    expect((await statusOf(limits, stream))?.detail).toContain("already has 3 streams");
    ends[0]?.();
    ends[0]?.();
    expect(await statusOf(limits, stream)).toBeNull();
    expect((await statusOf(limits, stream))?.status).toBe(429);
  });

  test("that has sent too many credentials that nobody knows costs no lookup; whoever was known stays known", async () => {
    const limits = clientLimits(settings);
    await limits.begin(person);
    await times(99, () => limits.begin({ ...person, credential: null as never }));
    expect(await limits.mayLookUp(person.address, "a guess")).toBe(true);
    await limits.begin({ ...person, credential: null as never });
    expect(await limits.mayLookUp(person.address, "a guess")).toBe(false);
    expect(await limits.mayLookUp(person.address, person.credential)).toBe(true);
    expect(await limits.mayLookUp("198.51.100.8", "a guess")).toBe(true);
  });

  test("isn't counted for files of the build and probes, or at all if you switch the limits off", async () => {
    const limits = clientLimits({ ...settings, requestsPerMinute: 1 });
    for (const path of ["/_next/static/chunks/a.js", "/healthz", "/readyz"])
      await times(5, () => limits.begin({ ...person, path }));
    expect(await statusOf(limits, {})).toBeNull();
    const off = clientLimits({ ...settings, requestsPerMinute: 0 });
    await times(50, () => off.begin({ ...person, path: streamPath }));
  });
});

test("the API has what is limited", () => {
  const paths = operations.map(({ path }) => `/api/v1${path.replace("{vc}", "shop")}`);
  const kinds = new Set(paths.map(kindOf));
  expect([...kinds].sort()).toEqual(["diagnoses", "exports", "requests", "searches"]);
  expect(paths).toContain(streamPath);
});
