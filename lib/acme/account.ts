import { createPrivateKey, type KeyObject } from "node:crypto";
import { type Client, crypto } from "acme-client";
import type { CaLimits } from "@/lib/gateway/certificate/limits";
import { Failure } from "@/lib/gateway/failure";
import { accountId, type ExternalAccount } from "./ca-choice";
import type { Directory } from "./directory";
import type { OrderStore } from "./ledger";
import { AcmeProblem } from "./problem";
import { texts } from "./texts";
import { acmeClient, type Transport } from "./transport";

/** Where accounts are stored, by `accountId`: each in a Secret in Lamia's namespace. Keys never appear anywhere else. */
export interface AccountStore {
  read(id: string): Promise<StoredAccount | null>;
  /** Throws `conflict` if another process has created an account for this ID in the meantime. */
  save(id: string, account: StoredAccount): Promise<void>;
}

export interface StoredAccount {
  /** PKCS #8, PEM. */
  keyPem: string;
  /** The account URL; null until the CA has answered. */
  url: string | null;
}

export interface AcmeOptions {
  /** Directory URL (RFC 8555, section 7.1.1). */
  directory: string;
  accounts: AccountStore;
  /** Contact of the account. */
  email?: string | null;
  /** Whether you have agreed to the CA's terms of service. */
  termsAgreed: boolean;
  externalAccount?: ExternalAccount | null;
  /** Sends the requests to the CA: for a CA that a virtual cluster names, a fetch that reaches no internal address. */
  fetch?: typeof fetch | undefined;
  /** Where orders are counted; in memory if missing. */
  orderStore?: OrderStore;
  /** The registrable domain of a name: public suffix plus one label. */
  registrableDomain?: (name: string) => string | null;
  /** From the directory if missing. */
  limits?: CaLimits;
  /** How many requests may run at once. Small CAs, such as Pebble, stall under load. */
  maxConcurrentRequests?: number;
}

/** Runs one call of the library, signed with the account. Throws `AcmeProblem` or `Failure`. */
export type AsAccount = <Result>(call: (client: Client) => Promise<Result>) => Promise<Result>;

interface Account {
  keyPem: string;
  url: string;
}

interface Parts {
  options: AcmeOptions;
  readDirectory(): Promise<Directory>;
  transport: Transport;
}

/**
 * The one account at a directory: read from the store, registered on first use, and registered again if the CA has lost it.
 * Concurrent callers share that work.
 */
export function acmeAccount(parts: Parts): AsAccount {
  const { options, readDirectory, transport } = parts;
  let held: Promise<Account> | undefined;
  let kept: { account: Account; directory: Directory; client: Client } | undefined;

  /**
   * The library caches a directory for a day. It gets a new client along with our directory, so neither is older than the other.
   */
  async function clientOf(account: Account): Promise<Client> {
    const directory = await readDirectory();
    if (kept?.account === account && kept.directory === directory) return kept.client;
    const { keyPem, url } = account;
    const client = acmeClient({ directoryUrl: options.directory, accountKey: keyPem, accountUrl: url });
    kept = { account, directory, client };
    return client;
  }

  function hold(account: Promise<Account>): Promise<Account> {
    held = account;
    account.catch(() => {
      if (held === account) held = undefined;
    });
    return account;
  }

  async function renew(lost: Account): Promise<Account> {
    // Another call may have registered it in the meantime.
    const now = await held;
    if (held && now && now !== lost) return held;
    return hold(storedKey(options).then((keyPem) => register(keyPem, parts)));
  }

  return async (call) => {
    const send = (account: Account) => transport.run(async () => call(await clientOf(account)));
    const account = await (held ?? hold(openAccount(parts)));
    try {
      return await send(account);
    } catch (thrown) {
      if (!(thrown instanceof AcmeProblem) || thrown.type !== "accountDoesNotExist") throw thrown;
      return send(await renew(account));
    }
  };
}

function idOf({ directory, externalAccount }: AcmeOptions): string {
  return accountId(directory, externalAccount ?? null);
}

async function openAccount(parts: Parts): Promise<Account> {
  const { options, readDirectory } = parts;
  const stored =
    (await options.accounts.read(idOf(options))) ?? (await newKey(options, await readDirectory()));
  assertUsable(stored.keyPem);
  return stored.url === null ? register(stored.keyPem, parts) : { keyPem: stored.keyPem, url: stored.url };
}

/** Stores the key before the CA gets it, so that a crash loses no account. */
async function newKey(options: AcmeOptions, directory: Directory): Promise<StoredAccount> {
  assertReady(options, directory);
  const made: StoredAccount = { keyPem: (await crypto.createPrivateEcdsaKey()).toString(), url: null };
  try {
    await options.accounts.save(idOf(options), made);
    return made;
  } catch (thrown) {
    const others =
      thrown instanceof Failure && thrown.kind === "conflict"
        ? await options.accounts.read(idOf(options))
        : null;
    if (others) return others;
    throw thrown;
  }
}

async function storedKey(options: AcmeOptions): Promise<string> {
  const stored = await options.accounts.read(idOf(options));
  if (!stored) throw new Failure("conflict", texts.accountKeyRemoved);
  assertUsable(stored.keyPem);
  return stored.keyPem;
}

const curves: ReadonlySet<string | undefined> = new Set(["prime256v1", "secp384r1", "secp521r1"]);

/** Throws `unconfigured` if the text isn't a key that ACME can use. An error about a key may quote it, so there is no cause. */
function assertUsable(keyPem: string): void {
  const key = privateKeyOf(keyPem);
  const isUsable =
    key?.asymmetricKeyType === "rsa" ||
    (key?.asymmetricKeyType === "ec" && curves.has(key.asymmetricKeyDetails?.namedCurve));
  if (isUsable) return;
  throw new Failure("unconfigured", texts.accountKeyUnreadable, {
    remedy: texts.deleteAccountSecret,
  });
}

function privateKeyOf(keyPem: string): KeyObject | null {
  try {
    return createPrivateKey(keyPem);
  } catch {
    return null;
  }
}

/** What CAs answer to a binding that they don't accept (RFC 8555, section 7.3.4, doesn't say). */
const bindingRefusals: ReadonlySet<string> = new Set([
  "unauthorized",
  "malformed",
  "externalAccountRequired",
]);

function bindingFailure(problem: AcmeProblem): Failure {
  return new Failure("unconfigured", texts.externalAccountRefused({ detail: problem.detail }), {
    cause: problem,
    remedy: texts.correctExternalAccount,
  });
}

/** RFC 8555, section 7.3: the CA returns the existing account if it knows the key. */
async function register(keyPem: string, { options, readDirectory, transport }: Parts): Promise<Account> {
  assertReady(options, await readDirectory());
  const { directory, email, externalAccount } = options;
  const url = await transport
    .run(async () => {
      const client = acmeClient({
        directoryUrl: directory,
        accountKey: keyPem,
        ...(externalAccount
          ? {
              externalAccountBinding: { kid: externalAccount.kid, hmacKey: externalAccount.hmacKey.reveal() },
            }
          : {}),
      });
      await client.createAccount({
        termsOfServiceAgreed: true,
        ...(email ? { contact: [`mailto:${email}`] } : {}),
      });
      return client.getAccountUrl();
    })
    .catch((thrown: unknown): never => {
      throw externalAccount && thrown instanceof AcmeProblem && bindingRefusals.has(thrown.type)
        ? bindingFailure(thrown)
        : thrown;
    });
  await options.accounts.save(idOf(options), { keyPem, url });
  return { keyPem, url };
}

function assertReady({ termsAgreed, externalAccount }: AcmeOptions, { meta }: Directory): void {
  if (meta.termsOfService !== undefined && !termsAgreed) {
    throw new Failure("unconfigured", texts.termsNotAgreed, {
      remedy: texts.agreeToTerms({ url: meta.termsOfService }),
    });
  }
  if (meta.externalAccountRequired && !externalAccount) {
    throw new Failure("unconfigured", texts.externalAccountNeeded, {
      remedy: texts.setExternalAccount,
    });
  }
}
