import { z } from "zod";
import { adminsSchema, memberSchema } from "@/lib/api/people";
import { everywhere, isRole, roles } from "@/lib/model/roles";
import type { Binding, UserRow } from "@/lib/store/people";
import { operation } from "../../http/operation";
import { ProblemError } from "../../http/problem-error";
import { texts } from "./texts";
import { requireDone } from "./users";

const path = "/virtual-clusters/{vc}/roles";
const params = z.object({ vc: z.string().min(1).max(253) });
const tag = "Users";

export const listMembers = operation({
  method: "get",
  needs: ["admin", "virtual-cluster"],
  path,
  summary: texts.listMembers,
  tag,
  params,
  answer: z.object({ items: z.array(memberSchema) }),
  async run({ params: { vc }, installation: { store } }) {
    const [users, bindings] = await Promise.all([store.people.list(), store.people.bindings()]);
    return {
      items: bindings.flatMap(({ subject: { kind, name }, role, scope }) => {
        if (scope !== vc || !isRole(role)) return [];
        const shown = kind === "group" ? name : users.find(({ id }) => id === name)?.email;
        return shown === undefined ? [] : [{ kind, name: shown, role }];
      }),
    };
  },
});

export const setMemberRole = operation({
  method: "put",
  needs: ["admin", "virtual-cluster"],
  path,
  summary: texts.setMemberRole,
  tag,
  params,
  body: z.strictObject({
    kind: z.enum(["user", "group"]),
    name: z.string().trim().min(1).max(254),
    role: z.enum(roles).nullable(),
  }),
  act: "role.set",
  async run({ params: { vc }, body: { kind, name, role }, installation: { store } }) {
    const email = name.toLowerCase();
    const user = kind === "user" ? (await store.people.list()).find((each) => each.email === email) : null;
    if (user === undefined)
      throw new ProblemError("invalid", texts.noSuchEmail, [{ path: ["name"], message: texts.noSuchEmail }]);
    requireDone(await store.people.bind({ kind, name: user?.id ?? name }, vc, role, new Date()));
  },
});

/** Members of a virtual cluster see its admins, and whoever has a role in the installation sees those of it, too. */
export const listAdmins = operation({
  method: "get",
  needs: ["viewer", "self"],
  path: "/session/admins",
  summary: texts.whoCanGrant,
  tag: "Session",
  query: z.object({ virtualCluster: z.string().min(1).max(253).optional() }),
  answer: adminsSchema,
  async run({ query: { virtualCluster }, sees, installation: { store } }) {
    const scopes = [everywhere, ...(virtualCluster === undefined ? [] : [virtualCluster])];
    const seen = scopes.filter((scope) => sees(scope === everywhere ? null : scope));
    if (seen.length === 0) return { names: [] };
    const [users, bindings] = await Promise.all([store.people.list(), store.people.bindings()]);
    const isAdmin = (user: UserRow) => bindings.some((binding) => isAdminBinding(binding, user, seen));
    return {
      names: users.filter((user) => user.disabledAt === null && isAdmin(user)).map(({ name }) => name),
    };
  },
});

function isAdminBinding({ subject, role, scope }: Binding, user: UserRow, scopes: readonly string[]) {
  const isOf = subject.kind === "user" ? subject.name === user.id : user.groups.includes(subject.name);
  return isOf && role === "admin" && scopes.includes(scope);
}
