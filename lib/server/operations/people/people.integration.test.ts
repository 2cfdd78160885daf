import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Page } from "@/lib/api/page";
import type { GroupView, InvitationView, MemberView, UserView } from "@/lib/api/people";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import type { Store } from "@/lib/store/open-store";
import type { Access } from "../../access/access";
import { lamiaDecides } from "../../access/decider";
import { type Identity, installationIdentity } from "../../access/identity";
import { seesOf } from "../../access/permissions";
import { openTestAccess, type TestAccess, testOrigin, testPassword } from "../../access/testing/test-access";
import { tokenHash } from "../../access/token-hash";
import type { Operation } from "../../http/operation";
import type { Stream } from "../../stream";
import { thrownProblem } from "../../testing/call";
import { events } from "../events";
import { listGroups, setGroupRole } from "./groups";
import { listAdmins, listMembers, setMemberRole } from "./members";
import { endAnySession, listAllSessions, listAllTokens, removeAnyToken } from "./sign-ins";
import {
  changeUser,
  createPasswordLink,
  endUserSessions,
  inviteUser,
  listUsers,
  removeUser,
  setUserRole,
} from "./users";

const password = testPassword;
const from = testOrigin;
const home = memorySecrets("lamia-system").options.client;

let users: TestAccess;
let store: Store;
let access: Access;
beforeAll(async () => {
  users = await openTestAccess(home);
  store = users.store;
  access = users.open();
});
afterAll(() => users.close());

async function as<Answer>(identity: Identity | null, operation: unknown, given: object = {}) {
  const { run, query, ...rest } = operation as Operation;
  const parsed = query?.parse("query" in given ? given.query : {});
  const call = { params: {}, identity, sees: seesOf(identity), installation: { store, access }, cluster };
  return (await run({ ...call, ...rest, ...given, query: parsed } as never)) as Answer;
}

const cluster = { decider: lamiaDecides({} as ClusterClient) };
const anAdmin = installationIdentity;
const withCookie = (session: string) => access.identify(new Headers({ cookie: `lamia_user=${session}` }));

/** A new user by an invitation, with the session that it begins. */
async function invited(name: string, role: string, scope?: string) {
  const { path } = await as<InvitationView>(anAdmin, inviteUser, { body: { role, scope } });
  const user = { name, email: `${name.toLowerCase()}@example.com`, password };
  const session = await access.redeemLink(path.split("#")[1] ?? "", user, from);
  const identity = await withCookie(session);
  return { session, identity, id: identity?.user?.id ?? "", email: user.email };
}

const userNamed = async (name: string) =>
  (await as<Page<UserView>>(anAdmin, listUsers, { query: { q: name } })).items[0];

test("the last admin who can sign in is neither removed, disabled, nor demoted", async () => {
  const ada = await invited("Ada", "admin");
  const changes = [
    as(anAdmin, removeUser, { params: { id: ada.id } }),
    as(anAdmin, changeUser, { params: { id: ada.id }, body: { isDisabled: true } }),
    as(anAdmin, setUserRole, { params: { id: ada.id }, body: { role: "editor" } }),
  ];
  for (const change of changes)
    expect(await thrownProblem(change)).toMatchObject({
      status: 409,
      detail: expect.stringContaining("without an admin"),
    });
  expect(await withCookie(ada.session)).toMatchObject({ grants: [{ role: "admin", scope: "*" }] });
});

test("of two admins who remove each other at the same moment, one stays", async () => {
  const [one, other] = [await invited("Bea", "admin"), await invited("Cid", "admin")];
  const first = (await userNamed("Ada"))?.id ?? "";
  expect(await store.people.disable(first, new Date())).toBe(true);
  const done = await Promise.all([store.people.remove(one.id), store.people.remove(other.id)]);
  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await store.people.disable(first, null)).toBe(true);
});

test("a role in a virtual cluster comes from an invitation, changes at once, and is listed", async () => {
  const dan = await invited("Dan", "viewer", "shop");
  expect(dan.identity?.grants).toEqual([{ role: "viewer", scope: "shop" }]);
  await as(anAdmin, setUserRole, { params: { id: dan.id }, body: { role: "editor", scope: "billing" } });
  await vi.waitFor(async () => expect((await withCookie(dan.session))?.grants).toHaveLength(2));
  expect(await userNamed("dan@")).toMatchObject({
    grants: [
      { role: "editor", scope: "billing", group: null },
      { role: "viewer", scope: "shop", group: null },
    ],
    lastSignInAt: expect.any(String),
  });
  const disabled = { query: { state: "disabled" } };
  expect((await as<Page<UserView>>(anAdmin, listUsers, disabled)).items).toEqual([]);
});

test("a group gives its role to whoever is in it, also that of an admin who can't be taken away", async () => {
  const eve = await invited("Eve", "viewer", "shop");
  await store.database.query("UPDATE auth_user SET groups = $1 WHERE id = $2", [["platform"], eve.id]);
  await as(anAdmin, setGroupRole, { body: { group: "platform", role: "admin" } });
  await vi.waitFor(async () =>
    expect((await withCookie(eve.session))?.grants).toContainEqual({ role: "admin", scope: "*" }),
  );
  const { items } = await as<Page<GroupView>>(anAdmin, listGroups);
  expect(items).toEqual([
    { name: "platform", grants: [{ role: "admin", scope: "*" }], users: [{ id: eve.id, name: "Eve" }] },
  ]);
  for (const name of ["Ada", "Bea", "Cid"]) {
    const id = (await userNamed(name))?.id;
    if (id !== undefined) await as(anAdmin, removeUser, { params: { id } });
  }
  const last = as(anAdmin, setGroupRole, { body: { group: "platform", role: null } });
  expect((await thrownProblem(last)).status).toBe(409);
});

test("a link of an admin sets a password once, ends all sessions, and signs nobody in", async () => {
  const fay = await invited("Fay", "viewer");
  const { path } = await as<InvitationView>(anAdmin, createPasswordLink, { params: { id: fay.id } });
  const link = path.split("#")[1] ?? "";
  const next = "another four random words";
  await access.resetPassword(link, next);
  expect(await withCookie(fay.session)).toBeNull();
  expect((await thrownProblem(access.signIn(fay.email, password, from))).status).toBe(401);
  expect(await access.signIn(fay.email, next, from)).toBeTruthy();
  expect((await thrownProblem(access.resetPassword(link, password))).status).toBe(401);
  const invitation = await as<InvitationView>(anAdmin, inviteUser, { body: { role: "viewer" } });
  const wrongKind = access.resetPassword(invitation.path.split("#")[1] ?? "", password);
  expect((await thrownProblem(wrongKind)).status).toBe(401);
});

test("an invitation ends when whoever made it may no longer invite", async () => {
  const ends = {
    demoted: (id: string) => as(anAdmin, setUserRole, { params: { id }, body: { role: "editor" } }),
    disabled: (id: string) => as(anAdmin, changeUser, { params: { id }, body: { isDisabled: true } }),
    removed: (id: string) => as(anAdmin, removeUser, { params: { id } }),
  };
  for (const [how, end] of Object.entries(ends)) {
    const admin = await invited(`Mallory-${how}`, "admin");
    const body = { body: { role: "admin" } };
    const { path } = await as<InvitationView>(admin.identity, inviteUser, body);
    await end(admin.id);
    const user = { name: "Again", email: `again-${how}@example.com`, password };
    const again = access.redeemLink(path.split("#")[1] ?? "", user, from);
    expect((await thrownProblem(again)).status, how).toBe(401);
  }
});

test("a user who couldn't be given a role isn't created, and the link stays good", async () => {
  const { path } = await as<InvitationView>(anAdmin, inviteUser, { body: { role: "viewer" } });
  const link = path.split("#")[1] ?? "";
  const user = { name: "Fay", email: "fault@example.com", password };
  await store.database.query(
    "ALTER TABLE role_binding ADD CONSTRAINT fault CHECK (role <> 'viewer') NOT VALID",
  );
  await expect(access.redeemLink(link, user, from)).rejects.toThrow();
  await store.database.query("ALTER TABLE role_binding DROP CONSTRAINT fault");
  expect(await access.redeemLink(link, user, from)).toBeTruthy();
});

test("a stream ends when the roles that it began with change", async () => {
  const kim = await invited("Kim", "editor");
  const headers = { cookie: `lamia_user=${kim.session}`, accept: "text/event-stream" };
  const request = new Request("http://panel/api/v1/events", { headers });
  const stream: Stream = {
    subscribe: () => () => {},
    hasListeners: () => true,
    ...{ send: () => {}, changed: () => {}, leave: () => {}, close: () => {} },
  };
  const installation = { store, access, stream };
  const cluster = { decider: lamiaDecides({} as ClusterClient) };
  const answer = await as<Response>(kim.identity, events, { request, installation, cluster });
  const whole = answer.text();
  await as(anAdmin, setUserRole, { params: { id: kim.id }, body: { role: "viewer" } });
  expect(await whole).toContain("event: hello");
});

test("an admin sees and ends sessions and API tokens of all users", async () => {
  const gil = await invited("Gil", "editor");
  const row = { userId: gil.id, name: "ci of Gil", role: "editor", scope: "*", createdAt: new Date() };
  const token = await store.signIns.apiTokens.add(tokenHash("lamia_gil"), { ...row, expiresAt: null });
  const query = { q: "gil" };
  const sessions = await as<Page<{ id: string; user: object }>>(anAdmin, listAllSessions, { query });
  expect(sessions.items).toMatchObject([{ user: { name: "Gil", email: "gil@example.com" } }]);
  const tokens = await as<Page<object>>(anAdmin, listAllTokens, { query });
  expect(tokens.items).toMatchObject([
    { id: token.id, name: "ci of Gil", scope: "*", user: { name: "Gil" } },
  ]);
  expect(JSON.stringify(tokens)).not.toContain("lamia_gil");
  await as(anAdmin, endAnySession, { params: { id: sessions.items[0]?.id } });
  await as(anAdmin, removeAnyToken, { params: { id: token.id } });
  await vi.waitFor(async () => expect(await withCookie(gil.session)).toBeNull());
  expect(await access.identify(new Headers({ authorization: "Bearer lamia_gil" }))).toBeNull();
  const again = (await access.signIn(gil.email, password, from)).session ?? "";
  await as(anAdmin, endUserSessions, { params: { id: gil.id } });
  await vi.waitFor(async () => expect(await withCookie(again)).toBeNull());
});

test("an admin of a virtual cluster gives roles in it, and in no other", async () => {
  const [hal, ida] = [await invited("Hal", "admin", "shop"), await invited("Ida", "viewer", "billing")];
  const params = { vc: "shop" };
  const body = { kind: "user", name: "Ida@example.com", role: "operator" };
  await as(hal.identity, setMemberRole, { params, body });
  const { items } = await as<{ items: MemberView[] }>(hal.identity, listMembers, { params });
  expect(items).toContainEqual({ kind: "user", name: "ida@example.com", role: "operator", isYours: false });
  expect(items).toContainEqual({ kind: "user", name: "hal@example.com", role: "admin", isYours: true });
  expect(JSON.stringify(items)).not.toContain("billing");
  const unknown = { kind: "user", name: "nobody@example.com", role: "viewer" };
  expect((await thrownProblem(as(hal.identity, setMemberRole, { params, body: unknown }))).status).toBe(422);
  await vi.waitFor(async () => expect((await withCookie(ida.session))?.grants).toHaveLength(2));
});

test("an admin of a virtual cluster types exact names: part of an email address finds nobody, and no answer tells a name", async () => {
  const hal = await access.identify(
    new Headers({ cookie: `lamia_user=${(await access.signIn("hal@example.com", password, from)).session}` }),
  );
  const params = { vc: "shop" };
  for (const name of ["ida", "ida@", "@example.com", "%", "ida@example.com, dan@example.com"]) {
    const problem = await thrownProblem(
      as(hal, setMemberRole, { params, body: { kind: "user", name, role: "viewer" } }),
    );
    expect([name, problem.status]).toEqual([name, 422]);
  }
  const answers = JSON.stringify(await as(hal, listMembers, { params }));
  expect(answers).not.toMatch(/"Ida"|"Hal"|createdAt|lastSignIn|groups/);
});

test("nobody takes their own admin role away, be it their own or by a group, so a virtual cluster keeps one", async () => {
  const kai = await invited("Kai", "viewer", "depot");
  await store.database.query("UPDATE auth_user SET groups = $1 WHERE id = $2", [["depot-admins"], kai.id]);
  await as(anAdmin, setGroupRole, { body: { group: "depot-admins", role: "admin", scope: "depot" } });
  const identity = await vi.waitFor(async () => {
    const found = await withCookie(kai.session);
    expect(found?.grants).toContainEqual({ role: "admin", scope: "depot" });
    return found;
  });
  const params = { vc: "depot" };
  const group = { kind: "group", name: "depot-admins" };
  for (const role of [null, "editor"]) {
    const problem = await thrownProblem(as(identity, setMemberRole, { params, body: { ...group, role } }));
    expect(problem).toMatchObject({
      status: 409,
      detail: expect.stringContaining("no longer be an admin of depot"),
    });
  }
  // With an admin role of their own, the group isn't needed any more.
  await as(identity, setMemberRole, { params, body: { kind: "user", name: kai.email, role: "admin" } });
  await as(identity, setMemberRole, { params, body: { ...group, role: null } });
  const own = { kind: "user", name: kai.email, role: "viewer" };
  expect((await thrownProblem(as(identity, setMemberRole, { params, body: own }))).status).toBe(409);
  // Whoever administers the installation may do it.
  await as(anAdmin, setMemberRole, { params, body: own });
});

test("where the cluster decides, Lamia gives no roles in a virtual cluster", async () => {
  const call = { params: { vc: "shop" }, body: { kind: "group", name: "some", role: "viewer" } };
  const decides = { cluster: { decider: { by: "kubernetes" } } };
  expect(await thrownProblem(as(anAdmin, setMemberRole, { ...call, ...decides }))).toMatchObject({
    status: 409,
    detail: expect.stringContaining("RoleBinding"),
  });
});

test("whom to ask is said by name only to those who may see the names", async () => {
  const jon = await invited("Jon", "viewer", "shop");
  const names = async (identity: Identity | null, virtualCluster?: string) =>
    (await as<{ names: string[] }>(identity, listAdmins, { query: { virtualCluster } })).names;
  expect(await names(jon.identity, "shop")).toEqual(["Hal"]);
  expect(await names(jon.identity, "billing")).toEqual([]);
  expect(await names(jon.identity)).toEqual([]);
  expect(await names(anAdmin, "shop")).toEqual(["Eve", "Hal"]);
});
