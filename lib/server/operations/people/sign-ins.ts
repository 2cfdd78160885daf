import { z } from "zod";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { userSessionSchema, userTokenSchema } from "@/lib/api/people";
import { roles } from "@/lib/model/roles";
import type { UserRow } from "@/lib/store/people";
import { operation } from "../../http/operation";
import { pageOf } from "../../http/paging";
import { ProblemError } from "../../http/problem-error";
import { apiTokenView } from "../api-tokens";
import { texts } from "./texts";

const tag = "Users";

/** Sorts after every date. */
const never = "\uffff";

export const listAllSessions = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: "/installation/sessions",
  summary: texts.listAllSessions,
  tag,
  query: sortedPageQuerySchema(sortColumns.Session),
  answer: pageSchema(userSessionSchema),
  async run({ query, identity, installation: { store } }) {
    const [sessions, users] = await Promise.all([store.signIns.sessions.list(null), store.people.list()]);
    const views = sessions.flatMap(
      ({ userId, id, address, userAgent, way, createdAt, usedAt, expiresAt }) => {
        const user = ownerIn(users, userId);
        if (!user) return [];
        const times = {
          createdAt: createdAt.toISOString(),
          usedAt: usedAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        };
        return [{ id, user, isCurrent: id === identity?.sessionId, address, userAgent, way, ...times }];
      },
    );
    return pageOf(views, query, {
      keyOf: ({ id }) => id,
      columns: {
        used: ({ usedAt }) => usedAt,
        user: ({ user }) => user.name.toLowerCase(),
        created: ({ createdAt }) => createdAt,
        address: ({ address }) => address ?? "",
        browser: ({ userAgent }) => userAgent ?? "",
      },
      fits: ({ user, address, userAgent }, q) =>
        [user.name, user.email, address ?? "", userAgent ?? ""].some((text) =>
          text.toLowerCase().includes(q),
        ),
      show: (view) => view,
    });
  },
});

export const endAnySession = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/installation/sessions/{id}",
  summary: texts.endAnySession,
  tag,
  params: z.object({ id: z.string().min(1).max(100) }),
  act: "session.ended",
  async run({ params, installation: { store } }) {
    if ((await store.signIns.sessions.end(null, { id: params.id })) === 0)
      throw new ProblemError("not-found", texts.noSession);
  },
});

export const listAllTokens = operation({
  method: "get",
  needs: ["admin", "installation"],
  path: "/installation/api-tokens",
  summary: texts.listAllTokens,
  tag,
  query: sortedPageQuerySchema(sortColumns.Token),
  answer: pageSchema(userTokenSchema),
  async run({ query, installation: { store } }) {
    const [tokens, users] = await Promise.all([store.signIns.apiTokens.list(null), store.people.list()]);
    const views = tokens.flatMap((token) => {
      const user = ownerIn(users, token.userId);
      return user ? [{ ...apiTokenView(token), user, scope: token.scope }] : [];
    });
    return pageOf(views, query, {
      keyOf: ({ id }) => id,
      columns: {
        created: ({ createdAt }) => createdAt,
        name: ({ name }) => name.toLowerCase(),
        user: ({ user }) => user.name.toLowerCase(),
        role: ({ role }) => roles.indexOf(role),
        expires: ({ expiresAt }) => expiresAt ?? never,
        used: ({ lastUsedAt }) => lastUsedAt ?? "",
      },
      fits: ({ user, name, scope }, q) =>
        [user.name, user.email, name, scope].some((text) => text.toLowerCase().includes(q)),
      show: (view) => view,
    });
  },
});

export const removeAnyToken = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/installation/api-tokens/{id}",
  summary: texts.removeAnyToken,
  tag,
  params: z.object({ id: z.uuid() }),
  act: "api-token.removed",
  async run({ params, installation: { store } }) {
    if (!(await store.signIns.apiTokens.remove(null, params.id)))
      throw new ProblemError("not-found", texts.noToken);
  },
});

function ownerIn(users: readonly UserRow[], id: string) {
  const user = users.find((each) => each.id === id);
  return user && { id, name: user.name, email: user.email };
}
