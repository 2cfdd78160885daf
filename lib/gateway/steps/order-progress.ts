import { asFailure, Failure } from "../failure";
import type { CertificateInfo, SecuredHost, Zone } from "../model";
import type { CertificateAuthority, DnsChallenge, OrderState, PendingOrder, World } from "../world";
import { caaWarning } from "./caa-warning";
import { addChallenges, askForChallenges, challengeName, removeChallenges } from "./challenge-records";

/** How far an order has come: `collected` when its certificate is kept, else what is being waited for. */
export type Progress =
  | { kind: "collected"; certificate: CertificateInfo }
  /** `lookAt`: from when on the CA may have come further; null when it is not the CA that is waited for. */
  | { kind: "waiting"; note: string; lookAt: Date | null };

/**
 * Carries an order as far as it goes without waiting, from whatever state it is found in (RFC 8555, section
 * 7.1.6). The key and the intent are stored before the CA hears of them, so that a crash anywhere resumes here.
 */
export async function advanceOrder(
  target: SecuredHost,
  zone: Zone,
  found: PendingOrder | null,
  replaces: string | null,
  world: World,
): Promise<Progress> {
  const { ca, vault } = world;
  let order = found ?? (await vault.begin(target.host, [target.host]));
  if (order.url === null) {
    order = { ...order, url: await ca.order(order.names, replaces) };
    if (order.url === null) throw new Failure("unknown", "The CA named no order.");
    const state = await ca.state(order.url);
    order = { ...order, challenges: await challengesOf(state, zone, world) };
    await vault.save(target.host, order);
    const [progress, warning] = await Promise.all([
      advance(target, order, state, world),
      caaWarning(world, zone, target.host),
    ]);
    return warning && progress.kind === "waiting"
      ? { ...progress, note: `${progress.note} ${warning}` }
      : progress;
  }
  const state = await ca.state(order.url);
  return explainRefusal(() => advance(target, order, state, world), zone, target.host, world);
}

/** Adds the CAA records to a refusal of the CA, where they explain it. */
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
  target: SecuredHost,
  order: PendingOrder,
  state: OrderState,
  world: World,
): Promise<Progress> {
  const { ca, vault } = world;
  const url = order.url as string;
  switch (state.status) {
    case "pending":
      return answerChallenges(order, url, state.challenges, world);
    case "ready":
      await ca.finalize(url, await vault.signingRequest(target.host));
      return waitFor(ca, url, `${ca.title} has validated the name and issues the certificate.`);
    case "processing":
      return waitFor(ca, url, `${ca.title} issues the certificate.`);
    case "valid":
      return { kind: "collected", certificate: await vault.keep(target.host, await ca.collect(url)) };
    case "invalid":
      await removeChallenges(world, order.challenges);
      await vault.drop(target.host);
      if (state.gone)
        return {
          kind: "waiting",
          note: "The CA no longer knows the order; a new one follows.",
          lookAt: null,
        };
      throw new Failure("rejected", `${ca.title} refused: ${state.problem}`);
  }
}

async function answerChallenges(
  order: PendingOrder,
  url: string,
  challenges: Extract<OrderState, { status: "pending" }>["challenges"],
  world: World,
): Promise<Progress> {
  if (!challenges.some(({ status }) => status === "pending"))
    return waitFor(world.ca, url, `${world.ca.title} checks the challenge.`);
  const answers = await askForChallenges(world, order.challenges);
  const missing = answers.filter(({ isComplete }) => !isComplete).map(({ answer }) => answer);
  if (missing.length === 0) {
    await world.ca.accept(url);
    return waitFor(world.ca, url, `${world.ca.title} checks the challenge.`);
  }
  await addChallenges(world, order.challenges, answers);
  const names = [...new Set(order.challenges.map(({ name }) => name))].join(", ");
  if (missing.every((answer) => answer.values === null)) {
    const problem = missing[0]?.problem ?? "no answer";
    return {
      kind: "waiting",
      note: `TXT ${names} is written; no name server answers yet: ${problem}.`,
      lookAt: null,
    };
  }
  const late = [...new Set(missing.map(({ server }) => server))];
  return {
    kind: "waiting",
    note: `TXT ${names} is written; not yet served by ${late.join(", ")}.`,
    lookAt: null,
  };
}

function waitFor(ca: CertificateAuthority, url: string, note: string): Progress {
  return { kind: "waiting", note, lookAt: ca.nextLookAt(url) };
}

async function challengesOf(state: OrderState, zone: Zone, world: World): Promise<DnsChallenge[]> {
  if (state.status !== "pending") return [];
  return Promise.all(
    state.challenges.map(async ({ name, value }) => ({
      name: await challengeName(world, zone, name),
      value,
    })),
  );
}
