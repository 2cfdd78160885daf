import { z } from "zod";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { groupSchema } from "@/lib/api/people";
import { everywhere, roles } from "@/lib/model/roles";
import { note } from "../../audit/acting";
import { operation } from "../../http/operation";
import { pageOf } from "../../http/paging";
import { texts } from "./texts";
import { requireDone } from "./users";
import { grantsOf, scopeSchema } from "./views";

const tag = "Users";

export const listGroups = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: "/groups",
  summary: texts.listGroups,
  tag,
  query: sortedPageQuerySchema(sortColumns.Group),
  answer: pageSchema(groupSchema),
  async run({ query, installation: { store } }) {
    const [users, bindings] = await Promise.all([store.people.list(), store.people.bindings()]);
    const bound = bindings.flatMap(({ subject }) => (subject.kind === "group" ? [subject.name] : []));
    const names = new Set([...bound, ...users.flatMap(({ groups }) => groups)]);
    const groups = [...names].map((name) => ({
      name,
      grants: grantsOf(bindings, { kind: "group", name }, name).map(({ role, scope }) => ({ role, scope })),
      users: users
        .filter((user) => user.groups.includes(name))
        .map((user) => ({ id: user.id, name: user.name })),
    }));
    return pageOf(groups, query, {
      keyOf: ({ name }) => name,
      columns: { name: ({ name }) => name.toLowerCase(), users: (group) => group.users.length },
      fits: ({ name, grants }, q) =>
        [name, ...grants.map(({ scope }) => scope)].some((text) => text.toLowerCase().includes(q)),
      show: (group) => group,
    });
  },
});

export const setGroupRole = operation({
  method: "put",
  needs: ["admin", "installation"],
  path: "/groups/roles",
  summary: texts.setGroupRole,
  tag,
  body: z.strictObject({
    group: z.string().trim().min(1).max(200),
    role: z.enum(roles).nullable(),
    scope: scopeSchema,
  }),
  act: "role.set",
  async run({ body: { group, role, scope = everywhere }, installation: { store } }) {
    const before = (await store.people.bindings()).find(
      (each) => each.scope === scope && each.subject.kind === "group" && each.subject.name === group,
    );
    note({ before: { role: before?.role ?? null } });
    requireDone(await store.people.bind({ kind: "group", name: group }, scope, role, new Date()));
  },
});
