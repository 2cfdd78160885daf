import { z } from "zod";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { adminsSchema, type MemberView, memberSchema } from "@/lib/api/people";
import { everywhere, isRole, roles } from "@/lib/model/roles";
import type { Binding, Subject, UserRow } from "@/lib/store/people";
import type { Identity } from "../../access/identity";
import { note } from "../../audit/acting";
import { operation } from "../../http/operation";
import { pageOf } from "../../http/paging";
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
  query: sortedPageQuerySchema(sortColumns.Member),
  answer: pageSchema(memberSchema),
  async run({ params: { vc }, query, identity, installation: { store } }) {
    const [users, bindings] = await Promise.all([store.people.list(), store.people.bindings()]);
    const members = bindings.flatMap(({ subject, role, scope }): MemberView[] => {
      const { kind, name } = subject;
      if (scope !== vc || !isRole(role)) return [];
      const shown = kind === "group" ? name : users.find(({ id }) => id === name)?.email;
      return shown === undefined ? [] : [{ kind, name: shown, role, isYours: isOf(identity, subject) }];
    });
    return pageOf(members, query, {
      keyOf: ({ kind, name }) => `${kind} ${name}`,
      columns: { name: ({ name }) => name.toLowerCase(), role: ({ role }) => roles.indexOf(role) },
      fits: ({ name }, q) => name.toLowerCase().includes(q),
      show: (member) => member,
    });
  },
});

/** Of people, admins of a virtual cluster know the email address before, and learn nothing else. */
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
  async run({ params: { vc }, body: { kind, name, role }, identity, installation: { store }, cluster }) {
    if (cluster.decider.by === "kubernetes")
      throw new ProblemError("conflict", texts.clusterDecides({ virtualCluster: vc }));
    const email = name.toLowerCase();
    const user = kind === "user" ? (await store.people.list()).find((each) => each.email === email) : null;
    if (user === undefined)
      throw new ProblemError("invalid", texts.noSuchEmail, [{ path: ["name"], message: texts.noSuchEmail }]);
    const subject: Subject = { kind, name: user?.id ?? name };
    const bindings = await store.people.bindings();
    const isIt = (each: Binding) =>
      each.scope === vc && each.subject.kind === kind && each.subject.name === subject.name;
    const before = bindings.find(isIt)?.role ?? null;
    note({ summary: user?.email ?? name, before: { role: before } });
    const next = [...bindings.filter((each) => !isIt(each)), ...(role ? [{ subject, role, scope: vc }] : [])];
    if (!staysAdmin(identity, next, vc))
      throw new ProblemError("conflict", texts.notYourAdmin({ virtualCluster: vc }));
    requireDone(await store.people.bind(subject, vc, role, new Date()));
  },
});

function isOf(identity: Identity | null, { kind, name }: Subject): boolean {
  const { user = null } = identity ?? {};
  return user !== null && (kind === "user" ? name === user.id : user.groups.includes(name));
}

/** Nobody shuts themselves out: so each change by an admin of the virtual cluster leaves it one. */
function staysAdmin(identity: Identity | null, bindings: readonly Binding[], scope: string): boolean {
  if (!identity?.user) return true;
  return bindings.some(
    (each) =>
      each.role === "admin" && [scope, everywhere].includes(each.scope) && isOf(identity, each.subject),
  );
}

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
