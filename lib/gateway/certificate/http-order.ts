import type { PendingOrder } from "@/lib/gateway/certificate/pending-order";
import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import { removeChallenges } from "@/lib/gateway/dns/challenge-records";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "@/lib/gateway/texts";
import type { OrderState, World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { serveChallenges } from "./http-challenge";

/** What an order waits for. */
interface HttpProgress {
  note: string;
  pollAt: Date | null;
}

/** Accepts the challenges once every public address of the ingress answers them. */
export async function answerByHttp(
  target: SecuredHost,
  order: PendingOrder & { url: string },
  answers: NonNullable<Extract<OrderState, { status: "pending" }>["answers"]>,
  world: World,
): Promise<HttpProgress> {
  const { ca } = world;
  const checking = () => ({
    note: texts.checkingChallenge({ ca: ca.title }),
    pollAt: ca.nextPollAt(order.url),
  });
  const isOpen = answers.some(({ status }) => status === "pending");
  if (!isOpen) return checking();
  const all = Map.groupBy(order.answers ?? [], ({ host }) => host);
  for (const [host, asked] of all) {
    const serverTakenBy = target.serverTakenBy ?? target.host;
    const note = await serveChallenges({ ...target, host, serverTakenBy }, order, asked, world);
    if (note !== null) return { note, pollAt: null };
  }
  await ca.accept(order.url);
  return checking();
}

/** Removes what an order put into DNS and into the cluster. Safe to repeat. */
export async function endChallenges(
  { challenges, answers = [] }: Pick<PendingOrder, "challenges" | "answers">,
  world: World,
): Promise<void> {
  for (const host of new Set(answers.map((each) => each.host))) await world.responder.withdraw(host);
  await removeChallenges(world, challenges);
}

/** What the CA wants answered. It can't choose hosts that weren't ordered. */
export function answersOf(order: PendingOrder, state: OrderState, world: World): HttpChallenge[] {
  const asked = state.status === "pending" ? (state.answers ?? []) : [];
  const foreign = asked.find(({ host, token }) => !order.names.includes(host) || !tokenPattern.test(token));
  if (foreign)
    throw new Failure("rejected", texts.foreignChallenge({ ca: world.ca.title, name: foreign.host }));
  return asked.map(({ host, token, keyAuthorization }) => ({ host, token, keyAuthorization }));
}

/** RFC 8555, section 8.3: only characters of base64url. */
const tokenPattern = /^[A-Za-z0-9_-]{1,256}$/;
