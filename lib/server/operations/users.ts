import { z } from "zod";
import { everywhere, invitationSchema, type Role, roles, userSchema } from "@/lib/api/access";
import type { Binding, UserRow } from "@/lib/store/people";
import type { Identity } from "../access/identity";
import { newLink } from "../access/one-time-link";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import type { Installation } from "../installation";
import { texts } from "./texts";

const tag = "Users";
const params = z.object({ id: z.string().min(1).max(100) });
const invitationInDays = 7;

export const listUsers = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: "/users",
  summary: texts.listUsers,
  tag,
  answer: z.object({ items: z.array(userSchema) }),
  async run({ identity, installation: { store } }) {
    const [users, bindings] = await Promise.all([store.people.list(), store.people.bindings()]);
    return { items: users.map((user) => userView(user, bindings, identity)) };
  },
});

export const inviteUser = operation({
  method: "post",
  needs: ["admin", "installation"],
  path: "/users/invitations",
  summary: texts.inviteUser,
  tag,
  body: z.strictObject({ role: z.enum(roles) }),
  answer: invitationSchema,
  status: 201,
  async run({ body, installation }) {
    const now = new Date();
    const expiresAt = new Date(now.getTime() + invitationInDays * 86_400_000);
    const details = { purpose: "invitation", role: body.role, scope: everywhere, userId: null } as const;
    const path = await newLink(installation.store.people, { ...details, expiresAt }, now);
    return { path, expiresAt: expiresAt.toISOString() };
  },
});

export const changeUser = operation({
  method: "patch",
  needs: ["admin", "installation"],
  path: "/users/{id}",
  summary: texts.changeUser,
  tag,
  params,
  body: z.strictObject({ role: z.enum(roles).nullable().optional(), isDisabled: z.boolean().optional() }),
  answer: userSchema,
  async run({ params: { id }, body: { role, isDisabled }, identity, installation }) {
    const { people } = installation.store;
    await otherUser(installation, identity, id);
    const now = new Date();
    if (role !== undefined) await people.bind({ kind: "user", name: id }, everywhere, role, now);
    if (isDisabled !== undefined) await people.disable(id, isDisabled ? now : null);
    const [user, bindings] = await Promise.all([people.read(id), people.bindings()]);
    if (!user) throw new ProblemError("not-found", texts.noUser);
    return userView(user, bindings, identity);
  },
});

export const removeUser = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/users/{id}",
  summary: texts.removeUser,
  tag,
  params,
  async run({ params: { id }, identity, installation }) {
    await otherUser(installation, identity, id);
    await installation.store.people.remove(id);
  },
});

/** Admins can't lock themselves out, so there is always one left. Throws `not-found` or `conflict`. */
async function otherUser({ store }: Installation, identity: Identity | null, id: string): Promise<void> {
  if (!(await store.people.read(id))) throw new ProblemError("not-found", texts.noUser);
  if (identity?.user?.id === id) throw new ProblemError("conflict", texts.notYourself);
}

function userView(user: UserRow, bindings: readonly Binding[], identity: Identity | null) {
  const { id, name, email, createdAt, disabledAt } = user;
  const own = bindings.find(
    ({ subject, scope }) => subject.kind === "user" && subject.name === id && scope === everywhere,
  );
  return {
    id,
    name,
    email,
    role: roles.find((role): role is Role => role === own?.role) ?? null,
    createdAt: createdAt.toISOString(),
    isDisabled: disabledAt !== null,
    isYou: identity?.user?.id === id,
  };
}
