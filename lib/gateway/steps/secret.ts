import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { isCompanion } from "@/lib/gateway/certificate/certificate-id";
import { texts as sharing } from "@/lib/gateway/certificate/texts";
import { heldHost, placesOf, withdrawUnwanted } from "@/lib/gateway/ownership/withdrawal";
import { texts } from "@/lib/gateway/texts";
import { step } from "@/lib/gateway/walk/step";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { asFailure, type Failure } from "../failure";
import {
  clientCaObstacle,
  isFormer,
  secretObstacle,
  serverObstacle,
  wantsClientCertificates,
} from "./usable-server";

export interface SecretFact {
  name: string;
  namespaces: string[];
  /** Serial number of the certificate in it. */
  serial: string;
}

/** The Secret with the CA of client certificates isn't watched. */
const checkClientCaInMs = 600_000;

export const secret = step({
  id: "secret",
  needs: ["certificate"],
  title: texts.secretTitle,
  purpose: texts.secretPurpose,
  async run(target, facts: { certificate: CertificateFact }, world) {
    const { gateway, host, server } = target;
    const { serial, shared, names } = facts.certificate;
    const id = shared?.id ?? host;
    const obstacle =
      serverObstacle(target, world.registrableDomain, names) ?? (await clientCaObstacle(target, world));
    if (obstacle) return { state: "blocked", ...obstacle };
    const places = await placesOf(target, world);
    const name = places[0]?.name;
    if (name === undefined) {
      return {
        state: "blocked",
        note: texts.noPlaceForSecret,
        remedy: texts.ingressRemedy,
      };
    }
    // The owner may have changed since the walk began, and this step hands out a key.
    const held = await heldHost(target, world);
    if ("refusal" in held) return { state: "blocked", ...held.refusal };
    const isMutual = wantsClientCertificates(server?.tlsMode);
    // The Secret of a server is that of its first host.
    const first = isCompanion(target, world.registrableDomain) ? target.serverTakenBy : undefined;
    const published = await world.vault.published(first ?? host, id);
    for (const place of places) {
      const current = published.find(
        (each) => each.namespace === place.namespace && each.name === place.name,
      );
      const ca = isMutual ? await world.cluster.clientCa(target, place.namespace, place.name) : null;
      const clientCa = ca?.state === "found" ? ca.pem : null;
      const isRight = current?.isRight === true && (clientCa === null || current.clientCa === clientCa);
      const publish = () => world.vault.publish(host, place.namespace, place.name, clientCa, { id, serial });
      if (first !== undefined && !isRight)
        return { state: "waiting", note: sharing.firstPublishes({ host: first }), retryInSeconds: 1 };
      if (!current) {
        // Usually the name is free, so read the Secret only if it turns out not to be.
        const refusal = await refusalOf(publish);
        if (!refusal) continue;
        const former = (await world.cluster.tlsSecret(place.namespace, place.name))?.host ?? null;
        if (former !== null && (await isFormer(target, former, world))) {
          await world.vault.publish(host, place.namespace, place.name, clientCa, { id, serial, former });
          continue;
        }
        const taken = await secretObstacle(target, serial, world);
        if (taken) return { state: "blocked", ...taken };
        const copy = await world.cluster.tlsSecret(place.namespace, place.name);
        if (copy?.serial !== serial) throw refusal;
      } else if (!isRight) await publish();
      else if (current.unwantedSince !== null) await world.vault.markUnwanted(first ?? host, current, null);
    }
    if (server && (server.credentialName !== name || server.tlsMode === null))
      await world.cluster.nameCredential(target, name);
    const unanswered = shared?.id.startsWith("*.") ? await misdirectedProblem(target, world) : null;
    const { checkAgainAt, doubt } = await withdrawUnwanted(host, world);
    const clientCaAt = isMutual ? new Date(world.clock.now().getTime() + checkClientCaInMs) : null;
    const unansweredAt =
      unanswered === null ? null : new Date(world.clock.now().getTime() + checkClientCaInMs);
    const times = [checkAgainAt, clientCaAt, unansweredAt].flatMap((time) => (time ? [time.getTime()] : []));
    const fact: SecretFact = { name, namespaces: places.map(({ namespace }) => namespace), serial };
    const served = texts.secretServed({
      secrets: places.map((place) => `${place.namespace}/${place.name}`).join(", "),
      gateway: gateway.name,
    });
    return {
      state: "done",
      note: [served, doubt, unanswered].filter((each) => each !== null).join(" "),
      fact,
      ...(times.length > 0 ? { revisitAt: new Date(Math.min(...times)) } : {}),
    };
  },
});

/**
 * Why browsers that reuse a connection may get 404 for other hosts of the certificate; null if the ingress answers 421. The
 * certificate works without that, so it holds nothing up.
 */
async function misdirectedProblem(target: SecuredHost, { cluster }: World): Promise<string | null> {
  try {
    await cluster.answerMisdirected(target);
    return null;
  } catch (thrown) {
    const { message, remedy } = asFailure(thrown);
    return sharing.misdirected({ why: remedy ? `${message} ${remedy}` : message });
  }
}

/** What prevented the write, if an existing object did; throws every other failure. */
async function refusalOf(publish: () => Promise<void>): Promise<Failure | null> {
  try {
    await publish();
    return null;
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "rejected") throw failure;
    return failure;
  }
}
