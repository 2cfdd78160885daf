import type { DnsChallenge, PendingOrder } from "@/lib/gateway/certificate/pending-order";
import { type AwaitedRecords, awaitedChallenges, awaiting } from "@/lib/gateway/dns/by-hand";
import {
  addChallenges,
  askForChallenges,
  challengeName,
  challengeNameOf,
  isElsewhereNow,
  isEnteredByHand,
  missingDelegations,
  removeChallenges,
  worldOf,
} from "@/lib/gateway/dns/challenge-records";
import { zonesFor } from "@/lib/gateway/dns/zones";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { CertificateInfo, Zone } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { CertificateAuthority, Kept, OrderState, World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { caaWarning } from "./caa-warning";
import { notReachable } from "./http-address";
import { answerByHttp, answersOf, endChallenges } from "./http-order";
import type { OrderKind } from "./limits";

/** How far an order is: `collected` once its certificate is stored, otherwise what it waits for. */
export type Progress =
  | { kind: "collected"; certificate: CertificateInfo; detour: string | null }
  /**
   * `pollAt`: the earliest time at which the CA may have made progress; null if the order doesn't wait for the CA. `isUnordered`:
   * nothing is ordered yet, because something else has to come first.
   */
  | { kind: "waiting"; note: string; pollAt: Date | null; isUnordered?: true }
  /** You have to act before there can be an order. */
  | { kind: "blocked"; note: string; remedy: string }
  /** You enter the records of the challenge by hand. */
  | { kind: "awaits"; note: string; remedy: string; records: AwaitedRecords[] };

export interface OrderWork {
  target: SecuredHost;
  /** The name under which the vault keeps the certificate. */
  id: string;
  /** What a new order is for. */
  names: readonly string[];
  zone: Zone;
  /** The pending order, as stored. */
  found: PendingOrder | null;
  /** The virtual cluster that the certificate is for. */
  holder: string;
  /** The certificate that it replaces: its ARI ID, and `id` of its CA if that is known. */
  replaces: { ariId: string; ca: string | null } | null;
}

/**
 * Takes an order as far as it goes without waiting, from any state (RFC 8555, section 7.1.6). Stores the key and
 * the intent before the CA hears of them, and the order's URL before it does anything else, so that it can resume
 * after a crash or failure at any point.
 */
export async function advanceOrder(work: OrderWork, everywhere: World): Promise<Progress> {
  const { target, zone, id } = work;
  const isHttp = everywhere.challengeType === "http-01";
  if (isHttp && !work.found?.url) {
    const obstacle = await notReachable(target, zone, everywhere);
    if (obstacle) {
      const { note, remedy } = obstacle;
      return remedy === null
        ? { kind: "waiting", note, pollAt: null, isUnordered: true }
        : { kind: "blocked", note, remedy };
    }
  }
  const names = work.found?.names ?? work.names;
  const missing = isHttp ? [] : await missingDelegations(everywhere, zone, names);
  if (missing.length > 0) {
    const { note, remedy } = awaiting(missing);
    return { kind: "awaits", note, remedy, records: missing };
  }
  const { order, ca } = await placedOrder(work, everywhere);
  const world = { ...everywhere, ca };
  const state = await ca.state(order.url);
  return explainRefusal(
    async () => {
      const isUnplaced = isHttp
        ? (order.answers ?? []).length === 0
        : order.challenges.length === 0 || isElsewhereNow(world, order.challenges);
      const isFirstPoll = state.status === "pending" && isUnplaced;
      if (!isFirstPoll) return advance(work, order, state, world, false);
      // Where they were answered before, if the settings have changed since.
      if (!isHttp) await removeChallenges(world, order.challenges);
      const known = isHttp
        ? { ...order, answers: answersOf(order, state, world) }
        : { ...order, challenges: await challengesOf(order, state, zone, world) };
      await world.vault.save(id, known);
      const [progress, warning] = await Promise.all([
        advance(work, known, state, world, true),
        caaWarning(world, zone, target.host),
      ]);
      return warning && progress.kind !== "collected"
        ? { ...progress, note: `${progress.note} ${warning}` }
        : progress;
    },
    zone,
    target.host,
    world,
  );
}

type PlacedOrder = PendingOrder & { url: string };

interface Placed {
  order: PlacedOrder;
  /** The CA that has the order. */
  ca: CertificateAuthority;
}

/** The order that a CA knows: the pending one, or a new one once the place of its challenge is known. */
async function placedOrder(
  { target, id, names: wanted, zone, found, holder, replaces }: OrderWork,
  world: World,
): Promise<Placed> {
  if (found?.url) {
    const ca = caOf(found.ca ?? null, world);
    if (ca) return { order: { ...found, url: found.url }, ca };
    // The settings name other CAs now.
    await endChallenges(found, world);
    await world.ca.abandon(found.url);
    await world.vault.drop(id);
  }
  const unplaced = found?.url ? null : found;
  const names = unplaced?.names ?? wanted;
  if (world.challengeType === "dns-01")
    for (const name of names) await challengeName(world, zone, challengeNameOf(name));
  const intent = { keyType: world.keyType, by: keyOf(target), isFirst: true };
  const order = unplaced ?? (await world.vault.begin(id, [...names], holder, intent));
  const { ca, url, detour } = await placed(order, replaces, world);
  const known = { ...order, url, ca: ca.id, by: keyOf(target), ...(detour === null ? {} : { detour }) };
  await world.vault.save(id, known);
  return { order: known, ca };
}

/** The configured CA with that ID; the first one where the ID wasn't stored; undefined if there is none. */
export function caOf(id: string | null, { ca, fallbackCas }: World): CertificateAuthority | undefined {
  return id === null ? ca : [ca, ...fallbackCas].find((each) => each.id === id);
}

/**
 * Places the order with the first CA that takes it now: one that doesn't answer or asks for a pause is skipped while there
 * is another. Throws what the first one said if none takes it.
 */
async function placed(order: PendingOrder, replaces: OrderWork["replaces"], world: World) {
  const skipped: Failure[] = [];
  for (const ca of [world.ca, ...world.fallbackCas]) {
    const ariId = replaces && (replaces.ca ?? world.ca.id) === ca.id ? replaces.ariId : null;
    try {
      const url = await ca.order(order.names, ariId, order.startedAt);
      const [why] = skipped;
      return { ca, url, detour: why ? texts.detour({ ca: ca.title, why: why.message }) : null };
    } catch (thrown) {
      const failure = asFailure(thrown);
      const isPassing = failure.kind === "unreachable" || failure.kind === "rate-limited";
      if (!isPassing && skipped.length === 0) throw thrown;
      skipped.push(failure);
    }
  }
  throw skipped[0] ?? new Failure("unknown", texts.noAnswer);
}

/** As which the first CA would count another order for the host. */
export function nextOrderKind({ certificate, issue }: Kept, { ca }: World): OrderKind {
  if (!certificate) return "new";
  return certificate.ariId !== null && (issue.ca ?? ca.id) === ca.id ? "replaces" : "renewal";
}

/** Adds the CAA records to an error of the CA if they explain it. */
async function explainRefusal(
  work: () => Promise<Progress>,
  zone: Zone,
  host: string,
  world: World,
): Promise<Progress> {
  try {
    return await work();
  } catch (thrown) {
    const failure = asFailure(thrown);
    const warning = failure.kind === "rejected" ? await caaWarning(world, zone, host) : null;
    throw warning ? new Failure("rejected", `${failure.message} ${warning}`) : failure;
  }
}

async function advance(
  { target, id }: OrderWork,
  order: PlacedOrder,
  state: OrderState,
  world: World,
  isFirstPoll: boolean,
): Promise<Progress> {
  const { ca, vault } = world;
  const { url } = order;
  switch (state.status) {
    case "pending":
      return state.answers
        ? { kind: "waiting", ...(await answerByHttp(target, order, state.answers, world)) }
        : answerChallenges(order, state.challenges, world, isFirstPoll);
    case "ready":
      await ca.finalize(url, await vault.signingRequest(id));
      return waitFor(ca, url, texts.finalizing({ ca: ca.title }));
    case "processing":
      return waitFor(ca, url, texts.issuing({ ca: ca.title }));
    case "valid":
      return collect(id, order, world);
    case "invalid":
      await endChallenges(order, world);
      await vault.drop(id);
      if (state.gone)
        return {
          kind: "waiting",
          note: texts.orderGone,
          pollAt: null,
        };
      throw new Failure("rejected", texts.refusedBy({ ca: ca.title, problem: state.problem }));
  }
}

/** If the chain isn't what was ordered, both the chain and the order are useless. */
async function collect(id: string, order: PlacedOrder, world: World): Promise<Progress> {
  const chain = await world.ca.collect(order.url);
  try {
    const certificate = await world.vault.keep(id, chain);
    return { kind: "collected", certificate, detour: order.detour ?? null };
  } catch (thrown) {
    if (asFailure(thrown).kind === "rejected") {
      await endChallenges(order, world);
      await world.vault.drop(id);
    }
    throw thrown;
  }
}

async function answerChallenges(
  order: PlacedOrder,
  challenges: Extract<OrderState, { status: "pending" }>["challenges"],
  world: World,
  isFirstPoll: boolean,
): Promise<Progress> {
  const { url } = order;
  if (!challenges.some(({ status }) => status === "pending"))
    return waitFor(world.ca, url, texts.checkingChallenge({ ca: world.ca.title }));
  const answers = await askForChallenges(world, order.challenges);
  const missing = answers.filter(({ isComplete }) => !isComplete).map(({ answer }) => answer);
  if (missing.length === 0) {
    if (!(await areInSync(order, world)))
      return { kind: "waiting", note: texts.txtSpreading({ provider: answeringAt(world) }), pollAt: null };
    await world.ca.accept(url);
    return waitFor(world.ca, url, texts.checkingChallenge({ ca: world.ca.title }));
  }
  if (order.challenges.some(({ name }) => isEnteredByHand(world, name)))
    return { kind: "awaits", ...awaitedChallenges(order.challenges, answers, world.dns.couldDelegateTo) };
  // If one server shows the values, they have been written.
  const isWritten =
    answers.length > missing.length && new Set(order.challenges.map(({ name }) => name)).size === 1;
  if (!isWritten) await addChallenges(world, order.challenges, isFirstPoll ? answers : null);
  const names = [...new Set(order.challenges.map(({ name }) => name))].join(", ");
  if (missing.every((answer) => answer.values === null)) {
    const problem = missing[0]?.problem ?? texts.noAnswer;
    return {
      kind: "waiting",
      note: texts.txtUnanswered({ names, problem }),
      pollAt: null,
    };
  }
  const late = [...new Set(missing.map(({ server }) => server))];
  return {
    kind: "waiting",
    note: texts.txtLate({ names, servers: late.join(", ") }),
    pollAt: null,
  };
}

function answeringAt({ dns }: World): string {
  return (dns.challenges?.dns ?? dns).title;
}

/** The CA may ask other machines behind the same name servers than Lamia did. */
async function areInSync({ challenges }: PlacedOrder, world: World): Promise<boolean> {
  const synced = await Promise.all(
    challenges.map(async ({ name }) => {
      const { dns } = worldOf(world, name);
      if (!dns.isInSync) return true;
      const [zone] = zonesFor(await dns.zones({ holding: name }), name);
      return !zone || dns.isInSync(zone, name);
    }),
  );
  return synced.every(Boolean);
}

function waitFor(ca: CertificateAuthority, url: string, note: string): Progress {
  return { kind: "waiting", note, pollAt: ca.nextPollAt(url) };
}

/** Where the CA's challenges belong. The CA can't choose names that were not ordered. */
async function challengesOf(
  order: PlacedOrder,
  state: OrderState,
  zone: Zone,
  world: World,
): Promise<DnsChallenge[]> {
  const asked = state.status === "pending" ? state.challenges : [];
  const ordered = new Set(order.names.map(challengeNameOf));
  const foreign = asked.find(({ name }) => !ordered.has(name));
  if (foreign)
    throw new Failure("rejected", texts.foreignChallenge({ ca: world.ca.title, name: foreign.name }));
  return Promise.all(
    asked.map(async ({ name, value }) => ({ name: await challengeName(world, zone, name), value })),
  );
}
