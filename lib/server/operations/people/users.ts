import { z } from "zod";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { invitationSchema, userSchema, userStates } from "@/lib/api/people";
import { everywhere, roles } from "@/lib/model/roles";
import type { Identity } from "../../access/identity";
import { newLink } from "../../access/one-time-link";
import { note } from "../../audit/acting";
import { operation } from "../../http/operation";
import { pageOf } from "../../http/paging";
import { ProblemError } from "../../http/problem-error";
import type { Installation } from "../../installation";
import { texts } from "./texts";
import { highestRole, scopeSchema, userView } from "./views";

const tag = "Users";
const params = z.object({ id: z.string().min(1).max(100) });
const linkInDays = 7;

export const listUsers = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: "/users",
  summary: texts.listUsers,
  tag,
  query: sortedPageQuerySchema(sortColumns.User).extend({
    state: z.enum(userStates).optional().meta({ description: texts.stateOfUsers }),
  }),
  answer: pageSchema(userSchema),
  async run({ query, identity, installation: { store } }) {
    const [users, bindings, owners] = await Promise.all([
      store.people.list(),
      store.people.bindings(),
      store.signIns.secondFactors.owners(),
    ]);
    const views = users.map((user) => userView(user, { bindings, owners, identity }));
    return pageOf(views, query, {
      isListed: ({ isDisabled }) => query.state === undefined || isDisabled === (query.state === "disabled"),
      keyOf: ({ id }) => id,
      columns: {
        name: ({ name }) => name.toLowerCase(),
        email: ({ email }) => email,
        role: ({ grants }) => highestRole(grants),
        lastSignIn: ({ lastSignInAt }) => lastSignInAt ?? "",
        created: ({ createdAt }) => createdAt,
        state: ({ isDisabled }) => (isDisabled ? 1 : 0),
      },
      fits: ({ name, email, groups, grants }, q) =>
        [name, email, ...groups, ...grants.map(({ scope }) => scope)].some((text) =>
          text.toLowerCase().includes(q),
        ),
      show: (view) => view,
    });
  },
});

export const inviteUser = operation({
  method: "post",
  needs: ["admin", "installation"],
  path: "/users/invitations",
  summary: texts.inviteUser,
  tag,
  body: z.strictObject({ role: z.enum(roles), scope: scopeSchema }),
  answer: invitationSchema,
  status: 201,
  act: "user.invited",
  async run({ body: { role, scope = everywhere }, identity, installation }) {
    const userId = identity?.user?.id ?? null;
    return linkFor(installation, { purpose: "invitation", role, scope, userId });
  },
});

export const changeUser = operation({
  method: "patch",
  needs: ["admin", "installation"],
  path: "/users/{id}",
  summary: texts.changeUser,
  tag,
  params,
  body: z.strictObject({ isDisabled: z.boolean() }),
  answer: userSchema,
  act: "user.changed",
  async run({ params: { id }, body: { isDisabled }, identity, installation }) {
    await otherUser(installation, identity, id);
    requireDone(await installation.store.people.disable(id, isDisabled ? new Date() : null));
    return viewOf(installation, identity, id);
  },
});

export const setUserRole = operation({
  method: "put",
  needs: ["admin", "installation"],
  path: "/users/{id}/roles",
  summary: texts.setUserRole,
  tag,
  params,
  body: z.strictObject({ role: z.enum(roles).nullable(), scope: scopeSchema }),
  answer: userSchema,
  act: "role.set",
  async run({ params: { id }, body: { role, scope = everywhere }, identity, installation }) {
    const { people } = installation.store;
    await otherUser(installation, identity, id);
    const own = await people.bindingsOf({ id, groups: [] });
    // Whoever reads the audit of one virtual cluster isn't told of the others.
    note({ before: { role: own.find((each) => each.scope === scope)?.role ?? null } });
    requireDone(await people.bind({ kind: "user", name: id }, scope, role, new Date()));
    return viewOf(installation, identity, id);
  },
});

export const createPasswordLink = operation({
  method: "post",
  needs: ["admin", "installation"],
  path: "/users/{id}/password-link",
  summary: texts.passwordLink,
  tag,
  params,
  answer: invitationSchema,
  status: 201,
  act: "user.password-link-made",
  async run({ params: { id }, installation }) {
    await noted(installation.store, id);
    return linkFor(installation, { purpose: "password", role: null, scope: null, userId: id });
  },
});

export const endUserSessions = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/users/{id}/sessions",
  summary: texts.endSessions,
  tag,
  params,
  act: "session.ended",
  async run({ params: { id }, identity, installation: { store } }) {
    await noted(store, id);
    const kept = identity?.user?.id === id ? identity.sessionId : null;
    await store.signIns.sessions.end(id, { allExcept: kept });
  },
});

export const removeUser = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/users/{id}",
  summary: texts.removeUser,
  tag,
  params,
  act: "user.removed",
  async run({ params: { id }, identity, installation }) {
    await otherUser(installation, identity, id);
    requireDone(await installation.store.people.remove(id));
    await installation.access.secondFactors.forget(id);
  },
});

type LinkDetails = Omit<Parameters<typeof newLink>[1], "expiresAt">;

async function linkFor({ store }: Installation, details: LinkDetails) {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + linkInDays * 86_400_000);
  const path = await newLink(store.people, { ...details, expiresAt }, now);
  return { path, expiresAt: expiresAt.toISOString() };
}

/** Names the user in the audit. Throws `not-found`. */
async function noted({ people }: Installation["store"], id: string): Promise<void> {
  const user = await people.read(id);
  if (!user) throw new ProblemError("not-found", texts.noUser);
  const own = (await people.bindings()).filter(
    ({ subject }) => subject.kind === "user" && subject.name === id,
  );
  const roles = own.map(({ role, scope }) => ({ role, scope }));
  note({ summary: user.email, before: { roles, isDisabled: user.disabledAt !== null } });
}

/** Throws `not-found`, or `conflict` if it is who asks. */
export async function otherUser(
  { store }: Installation,
  identity: Identity | null,
  id: string,
): Promise<void> {
  await noted(store, id);
  if (identity?.user?.id === id) throw new ProblemError("conflict", texts.notYourself);
}

/** Throws `conflict` if the change was refused because of the last admin. */
export function requireDone(isDone: boolean): void {
  if (!isDone) throw new ProblemError("conflict", texts.lastAdmin);
}

async function viewOf({ store }: Installation, identity: Identity | null, id: string) {
  const [user, bindings, owners] = await Promise.all([
    store.people.read(id),
    store.people.bindings(),
    store.signIns.secondFactors.owners(),
  ]);
  if (!user) throw new ProblemError("not-found", texts.noUser);
  return userView(user, { bindings, owners, identity });
}
