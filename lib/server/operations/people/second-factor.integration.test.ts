import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AccountView } from "@/lib/api/access";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { Store } from "@/lib/store/open-store";
import type { Access } from "../../access/access";
import { lamiaDecides } from "../../access/decider";
import { apiTokenIdentity, type Identity, installationIdentity } from "../../access/identity";
import { openTestAccess, type TestAccess, testOrigin, testPassword } from "../../access/testing/test-access";
import type { Operation } from "../../http/operation";
import { thrownProblem } from "../../testing/call";
import { readAccount } from "../account";
import { beginApp, confirmApp, makeRecoveryCodes, removeApp, resetSecondFactor } from "./second-factor";

const password = testPassword;
const from = testOrigin;

let users: TestAccess;
let store: Store;
let access: Access;
beforeAll(async () => {
  users = await openTestAccess();
  store = users.store;
  access = users.open();
});
afterAll(() => users.close());

async function as<Answer>(identity: Identity | null, operation: unknown, given: object = {}) {
  const { run } = operation as Operation;
  const parts = { installation: { store, access }, cluster: { decider: lamiaDecides({} as ClusterClient) } };
  return (await run({ params: {}, identity, ...parts, ...given } as never)) as Answer;
}

const withCookie = (session: string) =>
  access.identify(new Headers({ cookie: `lamia_user=${session}` })) as Promise<Identity>;

async function signedIn(email: string) {
  const session = await users.newSession(access, email);
  return { session, identity: await withCookie(session) };
}

async function setUp(identity: Identity): Promise<string[]> {
  const { secret, uri } = await as<{ secret: string; uri: string }>(identity, beginApp, {
    body: { password },
  });
  expect(uri).toContain(secret);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const { recoveryCodes } = await as<{ recoveryCodes: string[] }>(identity, confirmApp, { body: { code } });
  const account = await as<AccountView>(identity, readAccount);
  expect(account.secondFactor).toMatchObject({ app: { usedAt: expect.any(String) }, recoveryCodesLeft: 10 });
  for (const shown of [secret, ...recoveryCodes]) expect(JSON.stringify(account)).not.toContain(shown);
  return recoveryCodes;
}

test("takes the password again, and is in the audit", async () => {
  const { identity } = await signedIn("app@example.com");
  const wrong = { body: { password: "not the password" } };
  expect((await thrownProblem(as(identity, beginApp, wrong))).errors).toMatchObject([{ path: ["password"] }]);
  await setUp(identity);
  for (const operation of [makeRecoveryCodes, removeApp])
    expect((await thrownProblem(as(identity, operation, wrong))).status).toBe(422);
  expect((await as<AccountView>(identity, readAccount)).secondFactor.app).not.toBeNull();
  const acts = [confirmApp, makeRecoveryCodes, removeApp, resetSecondFactor].map(({ act }) => act);
  expect(acts).toEqual([
    "second-factor.added",
    "recovery-codes.made",
    "second-factor.removed",
    "second-factor.reset",
  ]);
  await as(identity, removeApp, { body: { password } });
  expect((await as<AccountView>(identity, readAccount)).secondFactor).toMatchObject({
    app: null,
    recoveryCodesLeft: 0,
  });
  expect((await thrownProblem(as(identity, makeRecoveryCodes, { body: { password } }))).status).toBe(409);
});

test("is nothing that an API token or the installation token can have", async () => {
  const { identity } = await signedIn("program@example.com");
  const user = await store.people.read(identity.user?.id ?? "");
  if (!user) throw new Error("there is no such user");
  const token = apiTokenIdentity(user, { id: "1", name: "ci", role: "admin", scope: "*" }, []);
  for (const program of [token, installationIdentity])
    expect((await thrownProblem(as(program, beginApp, { body: { password } }))).status).toBe(403);
});

test("an admin resets it: sessions end, the password is enough again, and only another admin may", async () => {
  const [ada, bob] = [await signedIn("ada@example.com"), await signedIn("bob@example.com")];
  const codes = await setUp(bob.identity);
  const id = bob.identity.user?.id;
  expect((await thrownProblem(as(bob.identity, resetSecondFactor, { params: { id } }))).status).toBe(409);
  expect((await access.signIn("bob@example.com", password, from)).session).toBeNull();
  await as(ada.identity, resetSecondFactor, { params: { id } });
  await vi.waitFor(async () => expect(await withCookie(bob.session)).toBeNull());
  expect(await withCookie(ada.session)).not.toBeNull();
  expect((await access.signIn("bob@example.com", password, from)).session).toBeTruthy();
  expect(await access.secondFactors.check(id ?? "", codes[0] ?? "")).toBe(false);
});
