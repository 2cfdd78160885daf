import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { isSealed } from "@/lib/kubernetes/sealing/envelope";
import { sealingClient } from "@/lib/kubernetes/sealing/sealing-client";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { authenticatorSecretName, authenticatorSecrets } from "@/lib/kubernetes/vault/authenticator-secret";
import type { Store } from "@/lib/store/open-store";
import { newHome } from "@/lib/store/testing/backends";
import type { Environment } from "../../environment";
import { thrownProblem } from "../../testing/call";
import type { Access } from "../access";
import { openTestAccess, type TestAccess, testOrigin, testPassword } from "../testing/test-access";
import { tokenHash } from "../token-hash";

const password = testPassword;
const from = testOrigin;
const cluster = memorySecrets("lamia-system");

/** The API server doesn't answer to deletions. */
let isAway = false;
const home: ClusterClient = {
  ...cluster.options.client,
  send: (call) =>
    isAway && call.verb === "delete"
      ? Promise.reject(new Failure("unreachable", "The cluster doesn't answer."))
      : cluster.options.client.send(call),
};

let users: TestAccess;
let store: Store;
beforeAll(async () => {
  users = await openTestAccess(home);
  store = users.store;
});
afterAll(() => users.close());

const accessTo = (environment: Partial<Environment> = {}): Access => users.open(environment);

const asUser = (session: string) => new Headers({ cookie: `lamia_user=${session}` });
const codeOf = (secret: string, later = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + later * 30_000 });

async function userWithApp(access: Access, email: string) {
  const session = await users.newSession(access, email);
  const id = (await access.identify(asUser(session)))?.user?.id ?? "";
  const { secret } = await access.secondFactors.beginApp({ id, email });
  const code = codeOf(secret);
  const done = await access.secondFactors.confirmApp(id, code);
  return { id, email, session, secret, code, codes: done === false ? [] : (done.recoveryCodes ?? []) };
}

/** The headers of a browser that has given the right password. */
async function halfway(access: Access, email: string): Promise<Headers> {
  const { session, step } = await access.signIn(email, password, from);
  expect(session).toBeNull();
  return new Headers({ cookie: `lamia_sign_in=${step}` });
}

describe("a user with an authenticator app", () => {
  test("has no session before the code, and a new one after it", async () => {
    const access = accessTo();
    const { id, secret } = await userWithApp(access, "app@example.com");
    const before = (await store.signIns.sessions.list(id)).length;
    const browser = await halfway(access, "app@example.com");
    expect(await access.identify(browser)).toBeNull();
    const step = /=(.*)/.exec(browser.get("cookie") ?? "")?.[1] ?? "";
    expect(await access.identify(asUser(step))).toBeNull();
    expect(await store.signIns.sessions.list(id)).toHaveLength(before);
    const session = await access.finishSignIn(browser, codeOf(secret, 1), from);
    expect(session).not.toBe(step);
    expect((await access.identify(asUser(session)))?.user?.id).toBe(id);
  });

  test("needs both: a code without the password, or after another one's, opens nothing", async () => {
    const access = accessTo();
    const [one, other] = [
      await userWithApp(access, "one@example.com"),
      await userWithApp(access, "two@example.com"),
    ];
    const code = codeOf(one.secret, 1);
    expect((await thrownProblem(access.finishSignIn(new Headers(), code, from))).status).toBe(401);
    const browser = await halfway(access, other.email);
    expect((await thrownProblem(access.finishSignIn(browser, code, from))).status).toBe(401);
    expect(
      (await thrownProblem(access.finishSignIn(browser, other.codes[0]?.slice(1) ?? "", from))).status,
    ).toBe(401);
  });

  test("a code counts once in all processes, however they race", async () => {
    const [access, elsewhere] = [accessTo(), accessTo()];
    const { secret } = await userWithApp(access, "race@example.com");
    const code = codeOf(secret, 1);
    const tries = await Promise.allSettled(
      [access, elsewhere, access, elsewhere].map(async (each) =>
        each.finishSignIn(await halfway(each, "race@example.com"), code, from),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const again = elsewhere.finishSignIn(await halfway(elsewhere, "race@example.com"), code, from);
    expect((await thrownProblem(again)).status).toBe(401);
  });

  test("the code that turned the app on signs nobody in", async () => {
    const access = accessTo();
    const { code } = await userWithApp(access, "first@example.com");
    const browser = await halfway(access, "first@example.com");
    expect((await thrownProblem(access.finishSignIn(browser, code, from))).status).toBe(401);
  });

  test("a sign-in that waits for the code ends when it is used, after five minutes, and with the password", async () => {
    const access = accessTo();
    const { id, codes } = await userWithApp(access, "over@example.com");
    const [used, late, old] = [
      await halfway(access, "over@example.com"),
      await halfway(access, "over@example.com"),
      await halfway(access, "over@example.com"),
    ];
    await access.finishSignIn(used, codes[0] ?? "", from);
    expect(await thrownProblem(access.finishSignIn(used, codes[1] ?? "", from))).toMatchObject({
      status: 401,
      detail: expect.stringContaining("took too long"),
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
    expect((await thrownProblem(access.secondStep.user(late))).status).toBe(401);
    vi.useRealTimers();
    expect((await access.secondStep.user(old)).id).toBe(id);
    await access.changePassword({ id, email: "over@example.com" }, password, "another four words");
    expect((await thrownProblem(access.secondStep.user(old))).status).toBe(401);
  });

  test("wrong codes slow down further tries for the account, from everywhere", async () => {
    const access = accessTo();
    const { secret } = await userWithApp(access, "guessed@example.com");
    const browser = await halfway(access, "guessed@example.com");
    for (let tries = 0; tries < 5; tries++)
      expect((await thrownProblem(access.finishSignIn(browser, "000000", from))).status).toBe(401);
    const right = codeOf(secret, 1);
    expect((await thrownProblem(access.finishSignIn(browser, right, from))).status).toBe(429);
    expect((await thrownProblem(access.signIn("guessed@example.com", password, from))).status).toBe(429);
  });
});

describe("recovery codes", () => {
  test("are ten, each works once however it is typed, and new ones end the old", async () => {
    const access = accessTo();
    const { id, codes } = await userWithApp(access, "lost@example.com");
    expect(new Set(codes).size).toBe(10);
    const typed = (codes[0] ?? "").toUpperCase().replaceAll("-", " ");
    const tries = await Promise.allSettled(
      [typed, codes[0] ?? ""].map(async (code) =>
        access.finishSignIn(await halfway(access, "lost@example.com"), code, from),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await access.secondFactors.state(id)).recoveryCodesLeft).toBe(9);
    const fresh = await access.secondFactors.makeRecoveryCodes(id);
    const browser = await halfway(access, "lost@example.com");
    expect((await thrownProblem(access.finishSignIn(browser, codes[1] ?? "", from))).status).toBe(401);
    expect(await access.finishSignIn(browser, fresh[1] ?? "", from)).toBeTruthy();
  });
});

describe("an authenticator app", () => {
  test("counts only after a code of it, and another one takes its place only then", async () => {
    const access = accessTo();
    const { id, email, secret } = await userWithApp(access, "new@example.com");
    const next = await access.secondFactors.beginApp({ id, email });
    expect(await access.secondFactors.confirmApp(id, "000000")).toBe(false);
    expect(await access.finishSignIn(await halfway(access, email), codeOf(secret, 1), from)).toBeTruthy();
    expect(await access.secondFactors.confirmApp(id, codeOf(next.secret))).toEqual({ recoveryCodes: null });
    const browser = await halfway(access, email);
    expect((await thrownProblem(access.finishSignIn(browser, codeOf(secret), from))).status).toBe(401);
    expect(await access.finishSignIn(browser, codeOf(next.secret, 1), from)).toBeTruthy();
  });

  test("that is off isn't asked for, and leaves nothing behind", async () => {
    const access = accessTo();
    const { id, email } = await userWithApp(access, "off@example.com");
    const secrets = cluster.held.size;
    await access.secondFactors.turnAppOff(id);
    expect((await access.signIn(email, password, from)).session).toBeTruthy();
    expect(cluster.held.size).toBe(secrets - 1);
    expect(await access.secondFactors.state(id)).toEqual({ app: null, passkeys: 0, recoveryCodesLeft: 0 });
  });

  test("whose secret is lost lets nobody in without a recovery code, and says so", async () => {
    const access = accessTo();
    const { email, secret, codes } = await userWithApp(access, "removed@example.com");
    for (const [key, { data }] of cluster.held)
      if (Buffer.from(data?.["totp.key"] ?? "", "base64").toString() === secret) cluster.held.delete(key);
    const browser = await halfway(access, email);
    expect(await thrownProblem(access.finishSignIn(browser, codeOf(secret, 1), from))).toMatchObject({
      detail: expect.stringContaining("ask an admin to reset"),
    });
    expect(await access.finishSignIn(browser, codes[0] ?? "", from)).toBeTruthy();
  });
});

describe("where a second factor is required", () => {
  test("a user without one, and the user's API tokens, may do nothing, until there is one", async () => {
    const access = accessTo({ LAMIA_REQUIRE_SECOND_FACTOR: true });
    const link = "invitation of required@example.com";
    const expiresAt = new Date(Date.now() + 3_600_000);
    const details = { purpose: "invitation", role: "admin", scope: "*", userId: null, expiresAt } as const;
    await store.people.links.add(tokenHash(link), details, new Date());
    const email = "required@example.com";
    const session = await access.redeemLink(link, { name: "Mia", email, password }, from);
    const lacking = await access.identify(asUser(session));
    const id = lacking?.user?.id ?? "";
    expect(lacking).toMatchObject({ grants: [], lacksSecondFactor: true });
    const row = { userId: id, name: "ci", role: "admin", scope: "*", createdAt: new Date(), expiresAt: null };
    await store.signIns.apiTokens.add(tokenHash("lamia_required"), row);
    const program = new Headers({ authorization: "Bearer lamia_required" });
    expect(await access.identify(program)).toMatchObject({ grants: [], lacksSecondFactor: true });
    const { secret } = await access.secondFactors.beginApp({ id, email });
    await access.secondFactors.confirmApp(id, codeOf(secret));
    for (const headers of [asUser(session), program]) {
      const identity = await access.identify(headers);
      expect(identity?.grants).toEqual([{ role: "admin", scope: "*" }]);
      expect(identity?.lacksSecondFactor).toBeUndefined();
    }
    await access.secondFactors.reset(id);
    expect(await access.identify(program)).toMatchObject({ grants: [], lacksSecondFactor: true });
    expect(await accessTo().identify(program)).toMatchObject({ grants: [{ role: "admin", scope: "*" }] });
  });

  test("a user of the OIDC provider, and the installation token, need none here", async () => {
    const access = accessTo({ LAMIA_REQUIRE_SECOND_FACTOR: true });
    const account = { issuer: "https://id.example.com", subject: "1" };
    const user = { name: "Ida", email: "ida@example.com", isEmailVerified: true, groups: [] };
    const userId = (await store.signIns.issuerAccounts.create(account, user, new Date())) ?? "";
    const session = await access.startSession({ userId, issuerSession: null }, from);
    expect((await access.identify(asUser(session)))?.lacksSecondFactor).toBeUndefined();
    const token = new Headers({ authorization: "Bearer a-token-of-the-installation" });
    expect(await access.identify(token)).toMatchObject({ kind: "installation-token" });
  });
});

test("is sealed in Lamia's namespace, and goes with the app", async () => {
  const folder = newHome();
  writeFileSync(join(folder, "passphrase"), "a passphrase of the installation");
  const setting = `passphrase:${join(folder, "passphrase")}`;
  const client = sealingClient(cluster.options.client, { namespace: "lamia-system", setting });
  const secrets = authenticatorSecrets(client, "lamia-system");
  const held = () => cluster.held.get(`lamia-system/${authenticatorSecretName("Ada")}`)?.data ?? {};
  await secrets.savePending("Ada", "GEZDGNBVGY3TQOJQ");
  expect(isSealed(held()["pending.key"] ?? "")).toBe(true);
  await secrets.confirm("Ada", "GEZDGNBVGY3TQOJQ");
  expect(Object.keys(held())).toEqual(["totp.key"]);
  expect(isSealed(held()["totp.key"] ?? "")).toBe(true);
  expect(await secrets.read("Ada")).toBe("GEZDGNBVGY3TQOJQ");
  await expect(secrets.confirm("Ada", "another")).rejects.toMatchObject({ kind: "conflict" });
  await secrets.remove("Ada");
  expect(await secrets.read("Ada")).toBeNull();
});

test("the database holds no secret of an app, no recovery code, and no value of a waiting sign-in", async () => {
  const access = accessTo();
  const { id, secret, codes } = await userWithApp(access, "dump@example.com");
  const waiting = (await halfway(access, "dump@example.com")).get("cookie") ?? "";
  const tables = ["authenticator_app", "recovery_code", "sign_in_step", "spent"];
  const rows = await Promise.all(tables.map((table) => store.database.query(`SELECT * FROM ${table}`)));
  const dump = JSON.stringify(rows);
  expect(dump).toContain(id);
  const bytes = Buffer.from(Secret.fromBase32(secret).bytes);
  const plain = codes.map((code) => code.replaceAll("-", ""));
  for (const text of [
    ...[secret, ...codes, ...plain, waiting.replace("lamia_sign_in=", "")],
    ...(["base64", "base64url", "hex"] as const).map((form) => bytes.toString(form)),
  ])
    expect(dump).not.toContain(text);
});

test("the Secret of a user who is removed while the cluster doesn't answer is removed later, and no other one", async () => {
  const access = accessTo();
  const gone = await userWithApp(access, "removed-meanwhile@example.com");
  const stays = await userWithApp(access, "stays@example.com");
  const begun = await access.identify(asUser(await users.newSession(access, "half-set-up@example.com")));
  const begunId = begun?.user?.id ?? "";
  await access.secondFactors.beginApp({ id: begunId, email: "half-set-up@example.com" });
  const isHeld = (id: string) => cluster.held.has(`lamia-system/${authenticatorSecretName(id)}`);
  isAway = true;
  for (const id of [gone.id, begunId]) {
    expect(await store.people.remove(id)).toBe(true);
    await access.secondFactors.forget(id);
  }
  await expect(access.secondFactors.forgetRemoved()).rejects.toMatchObject({ kind: "unreachable" });
  expect([gone.id, begunId, stays.id].map(isHeld)).toEqual([true, true, true]);
  isAway = false;
  await accessTo().secondFactors.forgetRemoved();
  expect([gone.id, begunId, stays.id].map(isHeld)).toEqual([false, false, true]);
  expect(await store.signIns.secondFactors.ofRemovedUsers()).toEqual([]);
  expect((await access.secondFactors.state(stays.id)).app).not.toBeNull();
});
