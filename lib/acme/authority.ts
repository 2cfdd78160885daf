import { createHash } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import type { ChallengeType } from "@/lib/gateway/model";
import type { CertificateAuthority } from "@/lib/gateway/world";
import { type AcmeOptions, acmeAccount } from "./account";
import { accountId, type CaChoice } from "./ca-choice";
import { authorityTitle, directoryReader, limitsOf } from "./directory";
import { memoryOrderStore, orderLedger } from "./ledger";
import { isNamedCa } from "./named-cas";
import { acmeOrders } from "./orders/orders";
import { orderBudget } from "./orders/pace";
import { AcmeProblem, problemFailure } from "./problem";
import { renewalInformation } from "./renewal-information";
import { texts } from "./texts";
import { acmeTransport } from "./transport";

const defaultConcurrency = 16;

/** What Lamia requests from a CA besides the names. */
interface OrderTerms {
  profile?: string | null;
  /** The common name of an issuer in the chain. */
  preferredChain?: string | null;
  /** How names are validated; by default dns-01. */
  challengeType?: ChallengeType;
}

/** A CA as `createAuthority` returns it, with the usual terms. */
export function createCertificateAuthority(options: AcmeOptions): CertificateAuthority {
  return createAuthority(options)({});
}

/**
 * A CA that speaks ACME (RFC 8555, RFC 9773), through acme-client. There is one for each directory in a process: it holds the
 * account, a pool of nonces and what it knows about orders, and orders on all terms share them. Every call can resume from an
 * order URL, and none waits while the CA works.
 */
export function createAuthority(options: AcmeOptions): (terms: OrderTerms) => CertificateAuthority {
  const title = authorityTitle(options.directory);
  const directory = directoryReader(options.directory, title, options.fetch);
  const readDirectory = directory.read;
  const transport = acmeTransport(
    options.directory,
    directory,
    options.maxConcurrentRequests ?? defaultConcurrency,
    options.fetch,
  );
  const asAccount = acmeAccount({ options, readDirectory, transport });
  const id = accountId(options.directory, options.externalAccount ?? null);
  const ledger = orderLedger({
    title,
    account: id,
    limits: options.limits ?? limitsOf(options.directory),
    store: options.orderStore ?? memoryOrderStore(),
    registrableDomain: options.registrableDomain ?? (() => null),
  });
  const orders = acmeOrders({
    asAccount,
    readDirectory,
    mayAsk: transport.mayAsk,
    budget: orderBudget(),
    ledger,
  });
  const renewalWindow = renewalInformation(readDirectory, options.fetch);

  const explained = async <Result>(asked: Promise<Result>): Promise<Result> => {
    try {
      return await asked;
    } catch (thrown) {
      if (thrown instanceof AcmeProblem) throw problemFailure(thrown, title);
      if (thrown instanceof Failure) throw thrown;
      throw new Failure("unknown", texts.clientFailed({ ca: title }), { cause: thrown });
    }
  };

  return ({ profile = null, preferredChain = null, challengeType = "dns-01" }) => ({
    id,
    title,
    caaIdentities: () => explained(readDirectory().then(({ meta }) => meta.caaIdentities)),
    order: (names, replaces, intent) => explained(orders.order(names, replaces, intent, profile)),
    state: (url) => explained(orders.state(url, challengeType)),
    nextPollAt: orders.nextPollAt,
    accept: (url) => explained(orders.accept(url, challengeType)),
    finalize: (url, csr) => explained(orders.finalize(url, csr)),
    abandon: orders.abandon,
    outlook: ledger.outlook,
    revoke: (certificate, reason) => explained(orders.revoke(certificate, reason)),
    collect: (url) => explained(orders.collect(url, preferredChain)),
    renewalWindow: (ariId, options) => explained(renewalWindow(ariId, options)),
  });
}

/** Every CA that any settings name, once in a process. */
export interface Authorities {
  authorityFor(choice: CaChoice, challengeType?: ChallengeType): CertificateAuthority;
}

interface Options
  extends Pick<AcmeOptions, "accounts" | "email" | "termsAgreed" | "orderStore" | "registrableDomain"> {
  /** The installation's own directory; `termsAgreed` is about its terms. */
  directory: string;
  /** For a CA that a virtual cluster names by its URL: throws if an address may not be asked. */
  guardedFetch: typeof fetch;
  /** For all others. */
  fetch?: typeof fetch;
}

/** Beyond this many, instances are created again, which limits memory. What they lose only costs requests. */
const maxInstances = 200;

/**
 * Virtual clusters with the same CA and external account share an account, a pool of nonces and a count of orders. Whoever
 * names a CA in metadata agrees to its terms; for the environment's CA, a variable does.
 */
export function createAuthorities(options: Options): Authorities {
  const { accounts, email = null, guardedFetch, orderStore, registrableDomain } = options;
  const instances = new Map<string, (terms: OrderTerms) => CertificateAuthority>();

  function made({ directory, externalAccount, isTenants }: CaChoice) {
    const isForeign = isTenants && directory !== options.directory && !isNamedCa(directory);
    return createAuthority({
      directory,
      accounts,
      email,
      externalAccount,
      termsAgreed: directory !== options.directory || options.termsAgreed,
      ...(orderStore ? { orderStore } : {}),
      ...(registrableDomain ? { registrableDomain } : {}),
      ...(isForeign ? { fetch: guardedFetch } : options.fetch ? { fetch: options.fetch } : {}),
    });
  }

  return {
    authorityFor(choice, challengeType = "dns-01") {
      const { directory, externalAccount, isTenants, profile, preferredChain } = choice;
      const account = accountId(directory, externalAccount);
      const parts = JSON.stringify([account, externalAccount?.isOfEnvironment, isTenants]);
      const id = createHash("sha256").update(parts).digest("hex");
      const authority = instances.get(id) ?? made(choice);
      const oldest = instances.size >= maxInstances ? instances.keys().next().value : undefined;
      if (oldest !== undefined && !instances.has(id)) instances.delete(oldest);
      instances.set(id, authority);
      return authority({ profile, preferredChain, challengeType });
    },
  };
}
