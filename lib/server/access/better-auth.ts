import type { BetterAuthOptions } from "better-auth";
import { longestPassword, shortestPassword } from "@/lib/api/access";
import type { People } from "@/lib/store/people";
import { tokenHash } from "./token-hash";

interface Options {
  people: People;
  key: () => Promise<string>;
  sessionInSeconds: number;
}

/** Loads Better Auth, with its tables in our database, and without any route. */
export async function openBetterAuth({ people, key, sessionInSeconds }: Options) {
  const [{ betterAuth }, { prismaAdapter }, secret] = await Promise.all([
    import("better-auth/minimal"),
    import("better-auth/adapters/prisma"),
    key(),
  ]);
  const tables = prismaAdapter(people.tables, { provider: "postgresql" });
  return betterAuth({
    appName: "Lamia",
    // Nobody reaches Better Auth by a URL; it only wants one to make links, which it never does here.
    baseURL: "http://localhost",
    secret,
    database: withHashedTokens(tables),
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    user: { modelName: "user" },
    session: { modelName: "userSession", expiresIn: sessionInSeconds, disableSessionRefresh: true },
    verification: { storeIdentifier: "hashed" },
    account: { accountLinking: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
  });
}

type Adapter = ReturnType<typeof import("better-auth/adapters/prisma")["prismaAdapter"]>;

/** Better Auth stores the tokens of sessions as they are. Here, the database gets their hashes. */
function withHashedTokens(adapter: Adapter): NonNullable<BetterAuthOptions["database"]> {
  return (options: BetterAuthOptions) => {
    const tables = adapter(options);
    return {
      ...tables,
      async create(query) {
        const { token } = query.data as { token?: unknown };
        if (query.model !== "session" || typeof token !== "string") return tables.create(query);
        const created = await tables.create({ ...query, data: { ...query.data, token: tokenHash(token) } });
        return { ...created, token };
      },
    } as ReturnType<Adapter>;
  };
}
