import { challengeNameOf } from "@/lib/gateway/dns/challenge-records";
import { describeSigners, judgeSigners, type SignedDelegation } from "@/lib/gateway/dns/signed-delegation";
import { cutBelow, explainCut, parentName, sameNames, type ZoneCut, zonesFor } from "@/lib/gateway/dns/zones";
import { lookAtRegistrar, previousAt, type RegistrarFact } from "@/lib/gateway/registrar/at-registrar";
import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import { isIpAddress } from "@/lib/model/dns-name";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { delegateInParent, providersOf, withdrawDelegations } from "../dns/parent-delegation";
import type { Signer } from "../dns/ports";
import { asFailure } from "../failure";
import type { World } from "../world";
import type { ZoneFact } from "./zone";

export interface DelegationFact {
  zone: ZoneFact;
  /** The parent zone, whose servers were asked. */
  parent: string;
  expected: string[];
  found: string[];
  /** Where the name servers are set: at a registrar, or as NS records in the parent zone. */
  setIn: "registrar" | "parent";
  /** DS records at the parent that match no key of the zone: the name servers are right, and the keys aren't. */
  strayDs?: Signer[];
  /** Where the domain is registered, if the virtual cluster has set up a registrar. */
  registrar?: RegistrarFact;
}

const revisitInMs = 3_600_000;
/** Registries take minutes to publish what a registrar has. */
const registryInSeconds = 5;

export const delegation = step({
  id: "delegation",
  needs: ["zone"],
  title: texts.delegationTitle,
  purpose: texts.delegationPurpose,
  async run(target, facts: { zone: ZoneFact }, world) {
    if (isIpAddress(target.host)) {
      const fact: DelegationFact = {
        zone: facts.zone,
        parent: "",
        expected: [],
        found: [],
        setIn: "registrar",
      };
      return { state: "done", note: texts.addressHasNoDelegation, fact };
    }
    const { apex, nameServers: expected } = facts.zone;
    const challenge = challengeNameOf(target.host);
    const [{ parent, answers }, below] = await Promise.all([
      world.resolver.delegation(apex),
      world.resolver.ask(expected, challenge, "TXT"),
    ]);
    const answered = answers.filter((answer) => answer.values !== null);
    const found = [...new Set(answered.flatMap((answer) => answer.values ?? []))].sort();
    const setIn = isRegistered(apex, world) ? "registrar" : "parent";
    const fact: DelegationFact = { zone: facts.zone, parent, expected, found, setIn };
    const where = parentName(parent);
    if (answered.length === 0) {
      const problem = answers[0]?.problem ?? texts.noServerKnown;
      return {
        state: "waiting",
        note: texts.noParentAnswer({ parent: where, problem }),
        retryInSeconds: 5,
        fact,
      };
    }
    const right = answered.filter((answer) => sameNames(answer.values ?? [], expected));
    if (right.length === answered.length) {
      const signed = await signedDelegation(apex, expected, world);
      if (signed.kind === "changing")
        return {
          state: "waiting",
          note: texts.dsChanging({ count: signed.broken, total: signed.total, parent: where, zone: apex }),
          retryInSeconds: 3,
          fact,
        };
      if (signed.kind === "broken") {
        const { signers: strayDs } = signed;
        const count = strayDs.length;
        const change = { zone: apex, count, records: describeSigners(strayDs), provider: world.dns.title };
        return {
          state: "blocked",
          note: texts.dsWithoutKey({ parent: where, zone: apex, count }),
          remedy:
            setIn === "registrar"
              ? texts.dsRegistrarRemedy(change)
              : texts.dsParentRemedy({ ...change, parent }),
          fact: { ...fact, strayDs },
        };
      }
      const cut = cutBelow(facts.zone, below);
      const isOurs =
        cut && zonesFor(await world.dns.zones({ holding: challenge }), challenge)[0]?.apex === cut.zone;
      if (cut && !isOurs) return afterCut(target, facts.zone, cut, fact, world);
      const revisitAt = new Date(world.clock.now().getTime() + revisitInMs);
      const previous = setIn === "registrar" ? await previousAt({ domain: apex, found }, world) : undefined;
      return {
        state: "done",
        note: texts.delegated({ zone: apex, parent: where }),
        fact: previous
          ? { ...fact, registrar: { registrar: previous.registrar, canSet: false, previous } }
          : fact,
        revisitAt,
      };
    }
    if (right.length > 0) {
      return {
        state: "waiting",
        note: texts.partlyDelegated({ count: right.length, total: answered.length, parent: where }),
        retryInSeconds: 3,
        fact,
      };
    }
    const inParent =
      setIn === "parent"
        ? await delegateInParent(facts.zone, facts.zone.owner, { parent, answers }, world)
        : { kind: "elsewhere" as const };
    if (inParent.kind === "written")
      return {
        state: "waiting",
        note: texts.delegationWritten({ zone: apex, parent, provider: inParent.provider }),
        retryInSeconds: 0.5,
        fact,
      };
    const registrar =
      setIn === "registrar" ? await lookAtRegistrar({ domain: apex, parent, expected, found }, world) : null;
    const seen = registrar ? { ...fact, registrar: registrar.fact } : fact;
    if (registrar?.waitsFor)
      return { state: "waiting", note: registrar.waitsFor, retryInSeconds: registryInSeconds, fact: seen };
    return {
      state: "blocked",
      note:
        found.length > 0
          ? texts.delegatedElsewhere({ parent: where, zone: apex, servers: found.join(", ") })
          : inParent.kind === "refused"
            ? inParent.note
            : texts.notDelegated({ zone: apex, parent: where }),
      remedy: registrar?.remedy ?? (await remedyFor(apex, expected, parent, world)),
      fact: seen,
    };
  },
});

/** A cut that Lamia made itself goes with its zone; any other one is yours. */
async function afterCut(
  target: SecuredHost,
  zone: ZoneFact,
  cut: ZoneCut,
  fact: DelegationFact,
  world: World,
): Promise<Outcome<DelegationFact>> {
  const withdrawn = await withdrawDelegations(target, providersOf(world), world);
  if (withdrawn.includes(cut.zone))
    return {
      state: "waiting",
      note: texts.delegationWithdrawn({ zone: cut.zone }),
      retryInSeconds: 0.5,
      fact,
    };
  return { state: "blocked", ...explainCut(target.host, zone, cut, world.dns.title), fact };
}

/** A parent that doesn't answer proves nothing. */
async function signedDelegation(
  apex: string,
  nameServers: readonly string[],
  { resolver }: World,
): Promise<SignedDelegation> {
  try {
    return judgeSigners(await resolver.signers(apex, nameServers));
  } catch (thrown) {
    if (asFailure(thrown).kind !== "unreachable") throw thrown;
    return { kind: "fine" };
  }
}

/** A registrable domain. Names below it are delegated by NS records, not by a registrar. */
function isRegistered(apex: string, world: World): boolean {
  return (world.registrableDomain(apex) ?? apex) === apex;
}

/** Which name servers to set, and where: exact instructions if the parent zone is in the same account. */
async function remedyFor(
  apex: string,
  nameServers: readonly string[],
  parent: string,
  world: World,
): Promise<string> {
  const list = nameServers.join(", ");
  if (isRegistered(apex, world)) return texts.registrarRemedy({ domain: apex, servers: list });
  const above = apex.slice(apex.indexOf(".") + 1);
  const [enclosing] = zonesFor(await world.dns.zones({ holding: above }), above);
  if (!enclosing) return texts.unknownParentRemedy({ parent, zone: apex, servers: list });
  const change = {
    parent: enclosing.apex,
    id: enclosing.id,
    provider: world.dns.title,
    zone: apex,
    servers: list,
  };
  if (enclosing.apex === parent) return texts.parentRemedy(change);
  // The parent zone is in the same account but isn't delegated either, so its own delegation is missing too.
  if (enclosing.apex.endsWith(`.${parent}`)) {
    const parentServers = enclosing.nameServers.join(", ");
    return isRegistered(enclosing.apex, world)
      ? texts.parentAndRegistrarRemedy({ ...change, parentServers })
      : texts.parentAndAboveRemedy({ ...change, parentServers });
  }
  return texts.unknownParentRemedy({ parent, zone: apex, servers: list });
}
