import type { Client, Order } from "acme-client";
import type { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import { type ChallengeType, revocationReasons } from "@/lib/gateway/model";
import type { CertificateAuthority, OrderState } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";
import type { AsAccount } from "../account";
import type { Directory } from "../directory";
import type { Ledger } from "../ledger";
import { AcmeProblem } from "../problem";
import { texts } from "../texts";
import { retryAfterOf, unreadable } from "../transport";
import { chainIn } from "./chain";
import {
  authorizationDocument,
  challengeOf,
  isOpen,
  type KnownAuthorization,
  type KnownOrder,
  type OrderDocument,
  orderDocument,
  orderMemory,
  orderState,
} from "./order-state";
import { afterPoll, type OrderBudget, startPolling, usualTime } from "./pace";

interface Parts {
  asAccount: AsAccount;
  readDirectory(): Promise<Directory>;
  /** Whether a URL that the CA once named is still one of its own. */
  mayAsk(url: string): Promise<boolean>;
  budget: OrderBudget;
  ledger: Ledger;
}

interface Orders extends Pick<CertificateAuthority, "nextPollAt" | "finalize" | "abandon" | "revoke"> {
  state(url: string, type: ChallengeType): Promise<OrderState>;
  accept(url: string, type: ChallengeType): Promise<void>;
  order(
    names: string[],
    replaces: string | null,
    intent: string | undefined,
    profile: string | null,
  ): Promise<string>;
  collect(url: string, preferredChain: string | null): Promise<string>;
}

/** While challenges wait for us, the only thing that an order can do is expire. */
const idlePollMs = 60_000;
/** What a CA answers if it doesn't accept an order as the replacement of another (RFC 9773, section 5). */
const replacementRefusals: ReadonlySet<string> = new Set(["alreadyReplaced", "malformed", "unauthorized"]);
/** What a CA answers about an order that it, or this account, doesn't know. */
const unknownOrder: ReadonlySet<string> = new Set(["malformed", "unauthorized", "accountDoesNotExist"]);
const intentOf = (names: readonly string[], intent: string) => `${names.join()} ${intent}`;

/** The account's orders. Throws `AcmeProblem` or `Failure`. */
export function acmeOrders({ asAccount, readDirectory, mayAsk, budget, ledger }: Parts): Orders {
  const memory = orderMemory<KnownOrder>();
  /** The URL of the order for an intent, in case the caller couldn't store it; in the ledger by a process that has ended since. */
  const placed = orderMemory<string>();
  const placedBefore = (intent: string) => ledger.placedFor(intent).catch(() => null);
  /** How often to ask between the accepted challenges and a validated order, and from there to the certificate. */
  const usual = { validation: usualTime(), issuance: usualTime() };

  async function submit(
    names: string[],
    replaces: string | null,
    { profile, isRenewal }: { profile: string | null; isRenewal: boolean },
  ) {
    const directory = await readDirectory();
    if (profile !== null) assertOffered(profile, directory);
    const chosen = profile ?? usualProfile(names, directory);
    const exempt = replaces !== null && directory.renewalInfo !== undefined;
    const kind = exempt ? "replaces" : isRenewal ? "renewal" : "new";
    await ledger.admit(names, kind);
    budget.spend(names, Date.now());
    const identifiers = names.map((value) => ({ type: isIpAddress(value) ? "ip" : "dns", value }));
    const terms = { ...(exempt ? { replaces } : {}), ...(chosen === null ? {} : { profile: chosen }) };
    try {
      const document = await asAccount((client) => client.createOrder({ identifiers, ...terms }));
      return { document, kind } as const;
    } catch (thrown) {
      await counted(ledger.refused(names, thrown));
      throw thrown;
    }
  }

  /** Failing to count costs one refusal at most, and must not lose an order that the CA has accepted. */
  const counted = (work: Promise<void>): Promise<void> => work.catch(() => undefined);

  /** Asks the CA even if the order is in memory. Null if the CA doesn't know it. */
  async function readOrder(url: string): Promise<KnownOrder | null> {
    // At a CA that has moved, the order can't be reached any more.
    if (!(await mayAsk(url))) {
      memory.forget(url);
      return null;
    }
    try {
      const document = await asAccount((client) => client.getOrder(orderAt(url)));
      const known = memory.get(url);
      const order = documentOf(document, orderDocument);
      if (known?.accepted) learn(known, order);
      return memory.set(url, {
        order,
        authorizations: known?.authorizations ?? null,
        accepted: known?.accepted ?? false,
        finalized: known?.finalized ?? false,
        polling: afterPoll(
          known?.polling ?? startPolling(Date.now(), usual.validation.ms),
          Date.now(),
          retryAfterOf(document),
        ),
      });
    } catch (thrown) {
      if (!(thrown instanceof AcmeProblem)) throw thrown;
      const gone = thrown.status === 404 || (thrown.status < 429 && unknownOrder.has(thrown.type));
      if (!gone) throw thrown;
      memory.forget(url);
      return null;
    }
  }

  function learn({ order: before, polling }: KnownOrder, { status }: OrderDocument): void {
    if (before.status === "pending" && status === "ready") usual.validation.learn(polling, Date.now());
    if (before.status === "processing" && status === "valid") usual.issuance.learn(polling, Date.now());
  }

  /** Adds the authorizations if the state of the order depends on them. */
  async function withAuthorizations(url: string, known: KnownOrder): Promise<KnownOrder> {
    const { status, authorizations: urls } = known.order;
    const wanted = status === "invalid" || (status === "pending" && known.authorizations === null);
    if (!wanted) return known;
    // One call for each: the library would send them all at once, beyond the limit on concurrent requests.
    const authorizations = await Promise.all(
      urls.map((each) => asAccount((client) => authorizationAt(client, each))),
    );
    const waitsForUs = status === "pending" && authorizations.some(isOpen);
    const polling = waitsForUs ? { ...known.polling, nextPollAtMs: Date.now() + idlePollMs } : known.polling;
    return memory.set(url, { ...known, authorizations, polling });
  }

  async function currentOrder(url: string): Promise<KnownOrder | null> {
    const known = memory.get(url);
    if (known && Date.now() < known.polling.nextPollAtMs) return withAuthorizations(url, known);
    // Nothing was accepted for a minute, so read the authorizations again, too.
    if (known && !known.accepted) memory.forget(url);
    const seen = await readOrder(url);
    return seen && withAuthorizations(url, seen);
  }

  async function knownOrder(url: string): Promise<KnownOrder> {
    const known = await currentOrder(url);
    if (known) return known;
    throw new Failure("conflict", texts.orderGone);
  }

  return {
    async order(names, replaces, intent, profile) {
      const meant = intent === undefined ? null : intentOf(names, intent);
      const known = meant === null ? null : (placed.get(meant) ?? (await placedBefore(meant)));
      if (known !== null) return known;
      const terms = { profile, isRenewal: replaces !== null };
      const { document, kind } = await submit(names, replaces, terms).catch((thrown: unknown) => {
        const refused = thrown instanceof AcmeProblem && replacementRefusals.has(thrown.type);
        if (replaces === null || !refused) throw thrown;
        return submit(names, null, terms);
      });
      const { url } = document;
      if (meant !== null) placed.set(meant, url);
      memory.set(url, {
        order: documentOf(document, orderDocument),
        authorizations: null,
        accepted: false,
        finalized: false,
        polling: startPolling(Date.now(), usual.validation.ms),
      });
      await counted(ledger.placed(url, names, kind, meant));
      return url;
    },

    async state(url, type) {
      const known = await currentOrder(url);
      if (!known) {
        await counted(ledger.settle(url, "dropped"));
        return { status: "invalid", problem: texts.orderGone, gone: true };
      }
      if (known.order.status === "invalid") {
        await counted(ledger.settle(url, "failed"));
        memory.forget(url);
      }
      return orderState(known, Date.now(), type);
    },

    nextPollAt(url) {
      const known = memory.get(url);
      return known ? new Date(known.polling.nextPollAtMs) : null;
    },

    async accept(url, type) {
      const known = await knownOrder(url);
      if (known.order.status !== "pending") return;
      const open = (known.authorizations ?? [])
        .filter((each) => isOpen(each))
        .flatMap((each) => challengeOf(each, type) ?? []);
      await Promise.all(open.map((challenge) => asAccount((client) => client.completeChallenge(challenge))));
      memory.set(url, { ...known, accepted: true, polling: startPolling(Date.now(), usual.validation.ms) });
    },

    async finalize(url, csr) {
      const known = await knownOrder(url);
      try {
        const { finalize } = known.order;
        const request = pemOf(csr);
        const document = await asAccount((client) =>
          client.finalizeOrder({ ...orderAt(url), finalize }, request),
        );
        const order = documentOf(document, orderDocument);
        // A CA that keeps answering "ready" must not get more and more requests.
        const polling = known.finalized ? afterPoll(known.polling, Date.now(), undefined) : null;
        memory.set(url, {
          ...known,
          order,
          finalized: true,
          polling: polling ?? startPolling(Date.now(), usual.issuance.ms),
        });
      } catch (thrown) {
        if (!(thrown instanceof AcmeProblem) || thrown.type !== "orderNotReady") throw thrown;
        // An earlier request may have succeeded even though its answer was lost.
        const seen = await readOrder(url);
        if (!seen || !isUnderWay(seen.order)) throw thrown;
      }
    },

    async collect(url, preferredChain) {
      const known = await knownOrder(url);
      const certificate = known.order.certificate ?? (await readOrder(url))?.order.certificate;
      if (certificate === undefined) throw new Failure("conflict", texts.notIssuedYet);
      // Passed as valid, because for any other status the library would poll and sleep.
      const text = await asAccount((client) =>
        client.getCertificate({ ...orderAt(url), status: "valid", certificate }, preferredChain ?? undefined),
      );
      const chain = chainIn(String(text));
      if (chain === null) throw new Failure("unreachable", texts.notACertificate);
      await counted(ledger.settle(url, "issued"));
      memory.forget(url);
      return chain;
    },

    async abandon(url) {
      memory.forget(url);
      await counted(ledger.settle(url, "dropped"));
    },

    async revoke(certificate, reason) {
      if ((await readDirectory()).revokeCert === undefined)
        throw new Failure("unconfigured", texts.noRevocation, { remedy: texts.revokeAtCa });
      try {
        await asAccount((client) =>
          client.revokeCertificate(certificate, { reason: revocationReasons[reason] }),
        );
      } catch (thrown) {
        // An earlier request may have succeeded even though its answer was lost.
        if (!(thrown instanceof AcmeProblem) || thrown.type !== "alreadyRevoked") throw thrown;
      }
    },
  };
}

/**
 * Let's Encrypt certifies IP addresses for six days only: https://letsencrypt.org/docs/profiles/. A CA without that profile uses its
 * own default.
 */
function usualProfile(names: readonly string[], { meta: { profiles = {} } }: Directory): string | null {
  return names.some(isIpAddress) && "shortlived" in profiles ? "shortlived" : null;
}

/** A CA refuses a profile that it doesn't offer (draft-ietf-acme-profiles), but doesn't say what it offers. */
function assertOffered(profile: string, { meta: { profiles = {} } }: Directory): void {
  if (profile in profiles) return;
  const offered = Object.keys(profiles);
  throw new Failure("unconfigured", texts.noProfile({ profile }), {
    remedy:
      offered.length === 0 ? texts.removeProfile : texts.chooseProfile({ profiles: offered.join(", ") }),
  });
}

function isUnderWay({ status }: OrderDocument): boolean {
  return status === "processing" || status === "valid";
}

/** The library needs only the URL to request an order, but its types require the whole document. */
function orderAt(url: string): Order {
  return { url } as Order;
}

/** The library accepts a signing request only as PEM. */
function pemOf(csr: Uint8Array): string {
  const base64 = Buffer.from(csr).toString("base64");
  return `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`;
}

async function authorizationAt(client: Client, url: string): Promise<KnownAuthorization> {
  const [document] = await client.getAuthorizations({ authorizations: [url] } as Order);
  const authorization = documentOf(document, authorizationDocument);
  const [dns, http] = [challengeOf(authorization, "dns-01"), challengeOf(authorization, "http-01")];
  const txtValue = dns && (await client.getChallengeKeyAuthorization(dns));
  const keyAuthorization = http && (await client.getChallengeKeyAuthorization(http));
  return {
    ...authorization,
    txtValue,
    httpAnswer: http && keyAuthorization ? { token: http.token, keyAuthorization } : null,
  };
}

/** The document that the CA should have sent; throws `unreachable` if it is something else. */
function documentOf<Schema extends z.ZodType>(document: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw unreadable();
}
