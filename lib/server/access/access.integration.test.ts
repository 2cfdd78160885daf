import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ApiTokenView } from "@/lib/api/access";
import type { InvitationView, UserView } from "@/lib/api/people";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { SecretText } from "@/lib/model/secret-text";
import { openStore, type Store } from "@/lib/store/open-store";
import { homeWithDatabase } from "@/lib/store/testing/backends";
import type { Environment } from "../environment";
import type { Operation } from "../http/operation";
import { createApiToken, listApiTokens, removeApiToken } from "../operations/api-tokens";
import { inviteUser, listUsers, removeUser, setUserRole } from "../operations/people/users";
import { thrownProblem } from "../testing/call";
import { type Access, createAccess, type SignInBegun } from "./access";
import { firstAdminText } from "./page-access";
import { tokenHash } from "./token-hash";
import { type TokenUse, tokenUses } from "./token-use";

const token = "a-token-of-the-installation";
const password = "four random words together";
const from = { address: "192.0.2.7", userAgent: "a browser" };
const key = "k".repeat(43);

/** All that access needs of a cluster: Secrets. */
const cluster = memorySecrets("lamia-system");
cluster.put({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "lamia-access", namespace: "lamia-system" },
  data: { key: encoded(key) },
});
const home = cluster.options.client;

function accessTo(
  store: Store,
  environment: Partial<Environment> = {},
  onSlowed = vi.fn(),
  onTokenUsed: (use: TokenUse, headers: Headers) => void = vi.fn(),
): Access {
  const settings = {
    LAMIA_API_TOKEN: new SecretText(token),
    LAMIA_NAMESPACE: "lamia-system",
    LAMIA_SESSION_IDLE_HOURS: 1,
    LAMIA_SESSION_HOURS: 10,
    LAMIA_HOSTS: [],
    ...environment,
  } as Environment;
  return createAccess({
    environment: settings,
    store,
    home,
    oidc: null,
    onTokenUsed,
    onSlowed,
    onSecretKept: vi.fn(),
  });
}

const sessionOf = async (begun: Promise<SignInBegun>) => (await begun).session ?? "";
const asUser = (session: string) => new Headers({ cookie: `lamia_user=${session}` });
const bearer = (text: string) => new Headers({ authorization: `Bearer ${text}` });
const mia = (email: string) => ({ name: "Mia", email, password });

describe("access", () => {
  let store: Store;
  let access: Access;
  let first: string;
  beforeAll(async () => {
    store = await openStore({ home: await homeWithDatabase() });
    access = accessTo(store);
    const link = (await access.firstAdminLink(new Date()))?.path.split("#")[1];
    first = await access.redeemLink(link ?? "", mia("mia@example.com"), from);
    expect((await thrownProblem(access.redeemLink(link ?? "", mia("x@example.com"), from))).status).toBe(401);
  });
  afterAll(async () => {
    access.close();
    await store.close();
  });

  async function invited(email: string, role = "viewer", scope = "shop"): Promise<string> {
    const link = `invitation-of-${email}`;
    const expiresAt = new Date(Date.now() + 60_000);
    const details = { purpose: "invitation", role, scope, userId: null, expiresAt } as const;
    await store.people.links.add(tokenHash(link), details, new Date());
    return access.redeemLink(link, mia(email), from);
  }

  describe("the first admin", () => {
    test("comes from a link that works once, and there is none when there are users", async () => {
      expect(await access.identify(asUser(first))).toMatchObject({
        kind: "user",
        user: { name: "Mia", email: "mia@example.com" },
        grants: [{ role: "admin", scope: "*" }],
      });
      expect(await access.firstAdminLink(new Date())).toBeNull();
    });

    test("as long as there is none, each start prints a link, and says truly why", async () => {
      const fresh = await openStore({ home: await homeWithDatabase() });
      const other = accessTo(fresh);
      const printed = async () => {
        const link = await other.firstAdminLink(new Date());
        return link && firstAdminText(link, "https://lamia.example.com");
      };
      const [early, text] = [await printed(), await printed()];
      expect(text).toContain("Lamia has no users yet. Create the first admin");
      expect(text).toMatch(/once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
      const linkIn = (printedText: string | null) => printedText?.split("#")[1]?.split("\n")[0] ?? "";
      expect((await thrownProblem(other.redeemLink(linkIn(early), mia("a@example.com"), from))).status).toBe(
        401,
      );
      const invitation = { purpose: "invitation", role: "viewer", scope: "shop", userId: null } as const;
      const expiresAt = new Date(Date.now() + 60_000);
      await fresh.people.links.add(tokenHash("one"), { ...invitation, expiresAt }, new Date());
      await other.redeemLink("one", mia("b@example.com"), from);
      const withUser = await printed();
      expect(withUser).toContain("Lamia has 1 user, who isn’t an admin of the installation.");
      await other.redeemLink(linkIn(withUser), mia("c@example.com"), from);
      expect(await printed()).toBeNull();
      other.close();
      await fresh.close();
    });

    test("a link that expired, or was never there, creates nobody", async () => {
      const before = await store.people.count();
      const old = new Date(Date.now() - 1000);
      const details = {
        purpose: "invitation",
        role: "admin",
        scope: "*",
        userId: null,
        expiresAt: old,
      } as const;
      await store.people.links.add(tokenHash("expired"), details, new Date(Date.now() - 5000));
      for (const link of ["expired", "made up"])
        expect((await thrownProblem(access.redeemLink(link, mia("y@example.com"), from))).status).toBe(401);
      expect(await store.people.count()).toBe(before);
    });

    test("a mistake in the form doesn't use up the link", async () => {
      const expiresAt = new Date(Date.now() + 60_000);
      const details = { purpose: "invitation", role: "viewer", scope: "*", userId: null, expiresAt } as const;
      await store.people.links.add(tokenHash("kept"), details, new Date());
      await expect(access.redeemLink("kept", mia("MIA@example.com"), from)).rejects.toThrow("already exists");
      expect(await access.redeemLink("kept", mia("kept@example.com"), from)).toBeTruthy();
    });
  });

  describe("a session", () => {
    test("begins with the right password, has a new token each time, and says where it comes from", async () => {
      const [one, other] = [
        await sessionOf(access.signIn("Mia@example.com", password, from)),
        await sessionOf(access.signIn("mia@example.com", password, from)),
      ];
      expect(one).not.toBe(other);
      const identity = await access.identify(asUser(one));
      const sessions = await store.signIns.sessions.list(identity?.user?.id ?? "");
      expect(sessions.find(({ id }) => id === identity?.sessionId)).toMatchObject({
        address: "192.0.2.7",
        userAgent: "a browser",
      });
    });

    test("has ended for good after sign-out, in every process, and others haven't", async () => {
      const [one, other] = [
        await sessionOf(access.signIn("mia@example.com", password, from)),
        await sessionOf(access.signIn("mia@example.com", password, from)),
      ];
      const elsewhere = accessTo(store);
      expect(await elsewhere.identify(asUser(one))).not.toBeNull();
      const heard = vi.fn();
      elsewhere.onChange(heard);
      await access.signOut(asUser(one));
      expect(await access.identify(asUser(one))).toBeNull();
      await vi.waitFor(() => expect(heard).toHaveBeenCalled());
      expect(await elsewhere.identify(asUser(one))).toBeNull();
      expect(await access.identify(asUser(other))).not.toBeNull();
      elsewhere.close();
    });

    test("ends when the user is disabled, and none begins", async () => {
      const session = await invited("left@example.com");
      const id = (await access.identify(asUser(session)))?.user?.id ?? "";
      await store.people.disable(id, new Date());
      await vi.waitFor(async () => expect(await access.identify(asUser(session))).toBeNull());
      expect((await thrownProblem(access.signIn("left@example.com", password, from))).status).toBe(401);
      expect(await store.signIns.sessions.list(id)).toEqual([]);
    });

    test("isn't used by a stream that stays open", async () => {
      const session = await invited("away@example.com");
      const hash = tokenHash(session);
      const before = new Date(Date.now() - 10 * 60_000);
      const { id = "" } = (await store.signIns.sessions.find(hash)) ?? {};
      await store.signIns.sessions.markUsed(id, before);
      const stream = accessTo(store);
      await stream.identify(asUser(session), { isUse: false });
      expect((await store.signIns.sessions.find(hash))?.usedAt).toEqual(before);
      await access.signOut(asUser("nobody"));
      const page = accessTo(store);
      await page.identify(asUser(session));
      expect((await store.signIns.sessions.find(hash))?.usedAt).not.toEqual(before);
      stream.close();
      page.close();
    });
  });

  describe("wrong passwords", () => {
    test("have one answer, whether or not there is such a user", async () => {
      const wrong = await thrownProblem(access.signIn("mia@example.com", "not the password", from));
      const unknown = await thrownProblem(access.signIn("nobody@example.com", "not the password", from));
      expect(wrong).toEqual(unknown);
      expect(wrong.status).toBe(401);
    });

    test("slow down further tries for the account, from everywhere, and are reported", async () => {
      const onSlowed = vi.fn();
      const slow = accessTo(store, {}, onSlowed);
      await invited("slow@example.com");
      for (let tries = 0; tries < 5; tries++)
        await thrownProblem(slow.signIn("slow@example.com", "not the password", from));
      const waiting = await thrownProblem(slow.signIn("Slow@example.com ", password, from));
      expect(waiting).toMatchObject({ status: 429, detail: expect.stringContaining("Try again in") });
      expect(onSlowed).toHaveBeenCalledWith("slow@example.com", 30);
      expect(await slow.signIn("mia@example.com", password, from)).toBeTruthy();
      slow.close();
    });
  });

  test("the installation token opens everything, a wrong bearer nothing, and no token leaves loopback open", async () => {
    expect(await access.identify(bearer(token))).toMatchObject({ kind: "installation-token" });
    expect(await access.identify(bearer("wrong"))).toBeNull();
    expect(await access.identify(bearer("lamia_wrong"))).toBeNull();
    expect(await access.identify(new Headers())).toBeNull();
    const open = accessTo(store, { LAMIA_API_TOKEN: undefined });
    expect(await open.identify(new Headers())).toMatchObject({ kind: "anyone" });
    open.close();
  });

  test("a use of the installation token is reported once there are users: each sign-in, and a program's once a day", async () => {
    const uses = accessTo(store, {}, vi.fn(), tokenUses(store, { warn: () => {} }));
    const program = new Headers({ authorization: `Bearer ${token}`, "x-lamia-client": "192.0.2.9" });
    for (let times = 0; times < 3; times++) await uses.identify(program);
    for (let times = 0; times < 2; times++)
      uses.tokenSignedIn(new Headers({ "x-lamia-client": "192.0.2.10" }));
    const told = async () =>
      (await store.notifications.list({ limit: 50 })).items
        .filter(({ title }) => title === "Installation token used")
        .map(({ body }) => body)
        .join("\n");
    await vi.waitFor(async () => expect((await told()).match(/192\.0\.2\.10/g)).toHaveLength(2));
    expect((await told()).match(/a program at 192\.0\.2\.9\./g)).toHaveLength(1);
    uses.close();
  });

  test("an API token does what its user may, within its own role and scope, until it expires", async () => {
    const session = await invited("robot@example.com", "editor", "*");
    const userId = (await access.identify(asUser(session)))?.user?.id ?? "";
    const at = new Date();
    const row = { userId, name: "ci", role: "operator", scope: "shop", createdAt: at, expiresAt: null };
    await store.signIns.apiTokens.add(tokenHash("lamia_one"), row);
    await store.signIns.apiTokens.add(tokenHash("lamia_old"), { ...row, expiresAt: at });
    expect(await access.identify(bearer("lamia_one"))).toMatchObject({
      kind: "api-token",
      apiToken: { name: "ci" },
      grants: [{ role: "operator", scope: "shop" }],
    });
    expect(await access.identify(bearer("lamia_old"))).toBeNull();
    expect((await store.signIns.apiTokens.list(userId)).find(({ name }) => name === "ci")).toBeDefined();
  });

  test("a password is changed by whoever knows the current one, and then only the new one counts", async () => {
    const user = { email: "change@example.com", id: "" };
    user.id = (await access.identify(asUser(await invited(user.email))))?.user?.id ?? "";
    expect(await access.changePassword(user, "not the password", "another four words")).toBe(false);
    expect(await access.changePassword(user, password, "another four words")).toBe(true);
    expect((await thrownProblem(access.signIn(user.email, password, from))).status).toBe(401);
    expect(await access.signIn(user.email, "another four words", from)).toBeTruthy();
  });

  describe("an admin", () => {
    /** Runs an operation as who has these headers. */
    async function as<Answer>(headers: Headers, operation: unknown, given: object): Promise<Answer> {
      const { run } = operation as Operation;
      const identity = await access.identify(headers);
      const call = { params: {}, query: {}, body: {}, identity, installation: { store, access }, ...given };
      return (await run(call as unknown as Parameters<typeof run>[0])) as Answer;
    }
    const grantsOf = async (headers: Headers) => (await access.identify(headers))?.grants;

    test("invites users with a role, which can change at once, and be taken away", async () => {
      const { path } = await as<InvitationView>(asUser(first), inviteUser, { body: { role: "operator" } });
      const session = asUser(
        await access.redeemLink(path.split("#")[1] ?? "", mia("guest@example.com"), from),
      );
      expect(await grantsOf(session)).toEqual([{ role: "operator", scope: "*" }]);
      const id = (await access.identify(session))?.user?.id;
      await as(asUser(first), setUserRole, { params: { id }, body: { role: "viewer" } });
      await vi.waitFor(async () => expect(await grantsOf(session)).toEqual([{ role: "viewer", scope: "*" }]));
      const { items } = await as<{ items: UserView[] }>(asUser(first), listUsers, {
        query: { limit: 50, sort: "name" },
      });
      expect(items.find(({ email }) => email === "guest@example.com")).toMatchObject({
        grants: [{ role: "viewer", scope: "*", group: null }],
        lastSignInAt: expect.any(String),
        isYou: false,
      });
      await as(asUser(first), removeUser, { params: { id } });
      await vi.waitFor(async () => expect(await access.identify(session)).toBeNull());
    });

    test("can't lock out themselves", async () => {
      const id = (await access.identify(asUser(first)))?.user?.id;
      const changes = [
        as(asUser(first), setUserRole, { params: { id }, body: { role: null } }),
        as(asUser(first), removeUser, { params: { id } }),
      ];
      for (const change of changes) expect((await thrownProblem(change)).status).toBe(409);
    });

    test("makes an API token, which is shown once, and works until it is removed", async () => {
      const body = { name: "ci", role: "viewer", scope: "*", expiresInDays: 30 };
      const made = await as<ApiTokenView & { token: string }>(asUser(first), createApiToken, { body });
      expect(await grantsOf(bearer(made.token))).toEqual([{ role: "viewer", scope: "*" }]);
      expect(JSON.stringify(await as(asUser(first), listApiTokens, {}))).not.toContain(made.token);
      expect((await thrownProblem(as(bearer(made.token), createApiToken, { body }))).status).toBe(403);
      await as(asUser(first), removeApiToken, { params: { id: made.id } });
      await vi.waitFor(async () => expect(await access.identify(bearer(made.token))).toBeNull());
    });
  });

  test("the database holds no password, session, token, link or key", async () => {
    const session = await sessionOf(access.signIn("mia@example.com", password, from));
    const tables = [
      "auth_user",
      "auth_session",
      "auth_account",
      "auth_verification",
      "api_token",
      "one_time_link",
    ];
    const rows = await Promise.all(tables.map((table) => store.database.query(`SELECT * FROM ${table}`)));
    const dump = JSON.stringify(rows);
    expect(dump).toContain("mia@example.com");
    for (const secret of [password, session, first, "lamia_one", key, token])
      expect(dump).not.toContain(secret);
  });
});
