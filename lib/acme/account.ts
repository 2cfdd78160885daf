import { Failure } from "@/lib/gateway/failure";
import { type AccountKey, externalAccountBinding, newAccountKey, readAccountKey } from "./account-key";
import type { Directory } from "./directory";
import type { Exchange } from "./exchange";
import { locationOf } from "./http";
import type { AcmeOptions, StoredAccount } from "./options";
import { AcmeProblem } from "./problem";

export interface Account {
  key: AccountKey;
  url: string;
}

export interface AccountHolder {
  /** The one account of this directory: read, or registered on first use. Concurrent callers share the work. */
  current(): Promise<Account>;
  /** The CA no longer knows this account: register the key again. */
  renew(lost: Account): Promise<Account>;
}

export function accountHolder(
  options: AcmeOptions,
  readDirectory: () => Promise<Directory>,
  exchange: Exchange,
): AccountHolder {
  let held: Promise<Account> | undefined;

  function hold(account: Promise<Account>): Promise<Account> {
    held = account;
    account.catch(() => {
      if (held === account) held = undefined;
    });
    return account;
  }

  return {
    current: () => held ?? hold(openAccount(options, readDirectory, exchange)),
    async renew(lost) {
      // Somebody else may have seen to it already.
      const now = await held;
      if (held && now && now !== lost) return held;
      return hold(register(lost.key, await storedKey(options), options, readDirectory, exchange));
    },
  };
}

async function openAccount(
  options: AcmeOptions,
  readDirectory: () => Promise<Directory>,
  exchange: Exchange,
): Promise<Account> {
  const stored =
    (await options.accounts.read(options.directory)) ?? (await newKey(options, await readDirectory()));
  const key = await readAccountKey(stored.keyPem);
  if (stored.url !== null) return { key, url: stored.url };
  return register(key, stored.keyPem, options, readDirectory, exchange);
}

/** Keeps the key before the CA hears of it, so that a crash loses no account. */
async function newKey(options: AcmeOptions, directory: Directory): Promise<StoredAccount> {
  assertReady(options, directory);
  const made: StoredAccount = { keyPem: await newAccountKey(), url: null };
  try {
    await options.accounts.save(options.directory, made);
    return made;
  } catch (thrown) {
    const others =
      thrown instanceof Failure && thrown.kind === "conflict"
        ? await options.accounts.read(options.directory)
        : null;
    if (others) return others;
    throw thrown;
  }
}

async function storedKey(options: AcmeOptions): Promise<string> {
  const stored = await options.accounts.read(options.directory);
  if (stored) return stored.keyPem;
  throw new Failure("conflict", "The key of the ACME account was removed meanwhile.");
}

/** What CAs answer to a binding that they do not accept (RFC 8555, section 7.3.4, names none). */
const bindingRefusals: ReadonlySet<string> = new Set([
  "unauthorized",
  "malformed",
  "externalAccountRequired",
]);

function bindingFailure(problem: AcmeProblem): Failure {
  return new Failure("unconfigured", `The CA does not accept the external account: ${problem.detail}`, {
    cause: problem,
    remedy: "Correct LAMIA_ACME_EAB_KID and LAMIA_ACME_EAB_HMAC_FILE; some CAs take each pair once only.",
  });
}

/** RFC 8555, section 7.3: the CA answers with the existing account when it knows the key. */
async function register(
  key: AccountKey,
  keyPem: string,
  options: AcmeOptions,
  readDirectory: () => Promise<Directory>,
  exchange: Exchange,
): Promise<Account> {
  const directory = await readDirectory();
  assertReady(options, directory);
  const { email, externalAccount } = options;
  const response = await exchange({
    url: directory.newAccount,
    key,
    payload: {
      termsOfServiceAgreed: true,
      ...(email ? { contact: [`mailto:${email}`] } : {}),
      ...(externalAccount
        ? {
            externalAccountBinding: await externalAccountBinding(
              externalAccount,
              key.jwk,
              directory.newAccount,
            ),
          }
        : {}),
    },
  }).catch((thrown: unknown): never => {
    throw externalAccount && thrown instanceof AcmeProblem && bindingRefusals.has(thrown.type)
      ? bindingFailure(thrown)
      : thrown;
  });
  const url = locationOf(response, directory.newAccount);
  if (url === null) throw new AcmeProblem(response);
  await options.accounts.save(options.directory, { keyPem, url });
  return { key, url };
}

function assertReady({ termsAgreed, externalAccount }: AcmeOptions, { meta }: Directory): void {
  if (meta.termsOfService !== undefined && !termsAgreed) {
    throw new Failure("unconfigured", "Nobody has agreed to the terms of service of the CA.", {
      remedy: `Read ${meta.termsOfService} and set LAMIA_ACME_TERMS_AGREED=true.`,
    });
  }
  if (meta.externalAccountRequired && !externalAccount) {
    throw new Failure("unconfigured", "The CA wants an external account.", {
      remedy: "Set LAMIA_ACME_EAB_KID and LAMIA_ACME_EAB_HMAC_FILE to what the CA hands out.",
    });
  }
}
