import { Failure } from "@/lib/gateway/failure";
import type { People } from "@/lib/store/people";
import { openBetterAuth } from "./better-auth";

/** Local accounts, with Better Auth. Its sessions are rows of ours, and a request is never answered by it. */
export interface Passwords {
  /** The ID of the user, or null if email or password is wrong. Both take the same time. */
  userOf(email: string, password: string): Promise<string | null>;
  /** The ID of the new user. Throws `conflict` if there is a user with this email address. */
  create(user: { name: string; email: string; password: string }): Promise<string>;
  /** Whether the current password was right; if not, nothing changes. */
  change(userId: string, current: string, password: string): Promise<boolean>;
  /** Whether it is the user's password. */
  isOf(userId: string, password: string): Promise<boolean>;
  /** Without the current one, for whoever has a link from an admin. */
  reset(userId: string, password: string): Promise<void>;
  /** A new session without a password, for whoever has proved otherwise who they are. */
  startSession(userId: string): Promise<string>;
}

interface Options {
  people: People;
  /** Reads the key of the installation, see `readAccessKey`. */
  key: () => Promise<string>;
  /** How long a session lasts at most. */
  sessionInSeconds: number;
  emailTaken: string;
}

/** Better Auth takes 45 MB, so it loads when the first user signs in. */
export function createPasswords(options: Options): Passwords {
  let opened: ReturnType<typeof openBetterAuth> | undefined;
  const auth = () => {
    opened ??= openBetterAuth(options).catch((thrown: unknown) => {
      opened = undefined;
      throw thrown;
    });
    return opened;
  };
  async function hashOf(userId: string): Promise<string | null> {
    const { internalAdapter } = await (await auth()).$context;
    const accounts = await internalAdapter.findAccounts(userId);
    return accounts.find(({ providerId }) => providerId === "credential")?.password ?? null;
  }
  async function isOf(userId: string, password: string): Promise<boolean> {
    const hash = await hashOf(userId);
    return hash !== null && (await (await auth()).$context).password.verify({ hash, password });
  }
  return {
    async userOf(email, password) {
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      const user = (await internalAdapter.findUserByEmail(email))?.user;
      const hash = user && (await hashOf(user.id));
      // A hash takes as long as a check, so the time doesn't tell who has an account.
      if (!user || !hash) await hashing.hash(password);
      else if (await hashing.verify({ hash, password })) return user.id;
      return null;
    },
    async create({ name, email, password }) {
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      if (await internalAdapter.findUserByEmail(email.toLowerCase()))
        throw new Failure("conflict", options.emailTaken);
      const hash = await hashing.hash(password);
      const user = await internalAdapter.createUser(
        { name, email, emailVerified: false },
        { method: "server" },
      );
      try {
        await internalAdapter.linkAccount({
          userId: user.id,
          providerId: "credential",
          accountId: user.id,
          password: hash,
        });
      } catch (thrown) {
        await internalAdapter.deleteUser(user.id);
        throw thrown;
      }
      return user.id;
    },
    isOf,
    async change(userId, current, password) {
      if (!(await isOf(userId, current))) return false;
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      await internalAdapter.updatePassword(userId, await hashing.hash(password));
      return true;
    },
    async reset(userId, password) {
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      const hash = await hashing.hash(password);
      if (await hashOf(userId)) await internalAdapter.updatePassword(userId, hash);
      else
        await internalAdapter.linkAccount({
          userId,
          providerId: "credential",
          accountId: userId,
          password: hash,
        });
    },
    async startSession(userId) {
      const { internalAdapter } = await (await auth()).$context;
      return (await internalAdapter.createSession(userId)).token;
    },
  };
}
