import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Store } from "@/lib/store/open-store";
import { thrownProblem } from "../../testing/call";
import type { Access } from "../access";
import { openTestAccess, type TestAccess, testOrigin, testPassword } from "../testing/test-access";
import { softwarePasskey } from "./testing/software-passkey";

const password = testPassword;
const from = testOrigin;
const origin = "https://lamia.example.com";
const site = { origin, rpId: "lamia.example.com" };

let users: TestAccess;
let store: Store;
let access: Access;
let elsewhere: Access;
beforeAll(async () => {
  users = await openTestAccess();
  store = users.store;
  access = users.open({ LAMIA_HOSTS: ["lamia.example.com"] });
  elsewhere = users.open({ LAMIA_HOSTS: ["lamia.example.com"] });
});
afterAll(() => users.close());

const cookies = (...held: string[]) => new Headers({ cookie: held.join("; ") });
const asUser = (session: string) => cookies(`lamia_user=${session}`);
const asked = (cookie: string) => `lamia_passkey=${cookie}`;

async function newUser(email: string) {
  const session = await users.newSession(access, email);
  const identity = await access.identify(asUser(session));
  return { id: identity?.user?.id ?? "", email, name: "Mia", sessionId: identity?.sessionId ?? "" };
}

async function userWithPasskey(email: string) {
  const user = await newUser(email);
  const passkey = softwarePasskey(site);
  const { cookie, options } = await access.passkeys.askForNew(user, user.sessionId, origin);
  expect(options).toMatchObject({
    rp: { id: "lamia.example.com" },
    attestation: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const given = { name: "a key", response: passkey.create(options) };
  await access.passkeys.add(user, given, cookies(asked(cookie)), origin);
  return { ...user, passkey };
}

/** Asks, and has the passkey answer. */
async function answered(passkey: ReturnType<typeof softwarePasskey>, how = {}, step = "") {
  const { cookie, options } = await access.byPasskey.ask(cookies(step), origin);
  return { headers: cookies(asked(cookie), step), response: passkey.get(options, how) };
}

const finish = ({ headers, response }: Awaited<ReturnType<typeof answered>>, at = access) =>
  at.byPasskey.finish(headers, response, origin, from);

describe("a passkey", () => {
  test("signs its user in alone, and its last use is known", async () => {
    const { id, passkey } = await userWithPasskey("alone@example.com");
    const { session } = await finish(await answered(passkey));
    expect(await access.identify(asUser(session))).toMatchObject({ user: { id }, way: "passkey" });
    expect(await access.passkeys.list(id)).toMatchObject([
      { id: passkey.id, name: "a key", rpId: "lamia.example.com", counter: 1, usedAt: expect.any(Date) },
    ]);
  });

  test("makes the password insufficient, and is its second factor, for its own user only", async () => {
    const [mia, eve] = [await userWithPasskey("mia@example.com"), await userWithPasskey("eve@example.com")];
    const begun = await access.signIn(mia.email, password, from);
    expect(begun).toMatchObject({ session: null, has: { hasApp: false, hasPasskey: true } });
    const step = `lamia_sign_in=${begun.step}`;
    const { options } = await access.byPasskey.ask(cookies(step), origin);
    expect(options.allowCredentials).toMatchObject([{ id: mia.passkey.id }]);
    expect((await thrownProblem(finish(await answered(eve.passkey, {}, step)))).status).toBe(401);
    const { session } = await finish(await answered(mia.passkey, {}, step));
    expect((await access.identify(asUser(session)))?.user?.id).toBe(mia.id);
    expect((await thrownProblem(access.secondStep.user(cookies(step)))).status).toBe(401);
  });

  test.each([
    ["without a check of its user", { isVerified: false }],
    ["for another name", { rpId: "evil.example.com" }],
    ["from a page of another site", { origin: "https://evil.example.com" }],
  ])("is refused %s", async (what, how) => {
    const { passkey } = await userWithPasskey(`${what.replaceAll(" ", "-")}@example.com`);
    expect((await thrownProblem(finish(await answered(passkey, how)))).status).toBe(401);
  });

  test("works at the name of the panel where it was made, and at no other", async () => {
    const { passkey } = await userWithPasskey("name@example.com");
    const { headers, response } = await answered(passkey);
    const at = access.byPasskey.finish(headers, response, "https://other.example.com", from);
    expect((await thrownProblem(at)).status).toBe(401);
  });

  test("answers a question once, in all processes, within five minutes, in the browser that asked", async () => {
    const { passkey } = await userWithPasskey("once@example.com");
    const answer = await answered(passkey);
    const tries = await Promise.allSettled([finish(answer), finish(answer, elsewhere)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [one, other] = [await answered(passkey), await answered(passkey)];
    expect((await thrownProblem(finish({ ...one, headers: other.headers }))).status).toBe(401);
    expect((await thrownProblem(finish({ ...one, headers: cookies() }))).status).toBe(401);
    const late = await answered(passkey);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
    expect((await thrownProblem(finish(late))).status).toBe(401);
    vi.useRealTimers();
  });

  test("whose counter goes back is that of a copy, and is refused", async () => {
    const { passkey } = await userWithPasskey("copy@example.com");
    await finish(await answered(passkey, { counter: 5 }));
    for (const counter of [5, 4])
      expect((await thrownProblem(finish(await answered(passkey, { counter })))).status).toBe(401);
    expect((await finish(await answered(passkey, { counter: 6 }))).session).toBeTruthy();
  });

  test("is added only by the session that asked, with a check of its user, and once", async () => {
    const [mia, eve] = [await newUser("adds@example.com"), await newUser("steals@example.com")];
    const passkey = softwarePasskey(site);
    const ask = () => access.passkeys.askForNew(mia, mia.sessionId, origin);
    const add = async (user: typeof mia, how = {}) => {
      const { cookie, options } = await ask();
      const given = { name: "a key", response: passkey.create(options, how) };
      return access.passkeys.add(user, given, cookies(asked(cookie)), origin);
    };
    expect((await thrownProblem(add(eve))).status).toBe(422);
    expect((await thrownProblem(add({ ...mia, sessionId: eve.sessionId }))).status).toBe(422);
    expect((await thrownProblem(add(mia, { isVerified: false }))).status).toBe(422);
    await add(mia);
    expect((await thrownProblem(add(mia))).status).toBe(422);
    expect(await access.passkeys.list(mia.id)).toHaveLength(1);
  });

  test("that is removed signs nobody in, and the last one takes the recovery codes with it", async () => {
    const { id, email, passkey } = await userWithPasskey("gone@example.com");
    expect(await access.secondFactors.firstRecoveryCodes(id)).toHaveLength(10);
    const answer = await answered(passkey);
    expect(await access.passkeys.remove("another", passkey.id)).toBe(false);
    expect(await access.passkeys.remove(id, passkey.id)).toBe(true);
    expect((await thrownProblem(finish(answer))).status).toBe(401);
    expect((await access.signIn(email, password, from)).session).toBeTruthy();
    expect((await access.secondFactors.state(id)).recoveryCodesLeft).toBe(0);
  });

  test("of a user who is disabled signs nobody in", async () => {
    const { id, passkey } = await userWithPasskey("off@example.com");
    await store.people.disable(id, new Date());
    expect((await thrownProblem(finish(await answered(passkey)))).status).toBe(401);
  });
});
