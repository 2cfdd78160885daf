import { markName, readMark } from "@/lib/gateway/ownership/marks";
import { challengeNameOf } from "../dns/challenge-records";
import type { Diagnosis, DiagnosisLine, Evidence, Reply } from "./evidence";
import { amber, green, red, servingLines, type Verdict } from "./serving-verdicts";
import { texts } from "./texts";

/** What the evidence means, line by line, from the zone down to the certificate. Pure; times come from the evidence. */
export function diagnose(evidence: Evidence): Diagnosis {
  const { host, checkedAt, zone } = evidence;
  const first = line("zone", "zone", texts.zone, zoneVerdict(evidence), []);
  if (!zone || first.colour === "red") return { host, checkedAt, lines: [first] };
  const at = { apex: zone.apex, parent: zone.parent || texts.rootZone };
  const records = [...evidence.ipv4, ...evidence.ipv6];
  const lines = [
    first,
    line("delegation", "zone", texts.delegation, delegationVerdict(evidence, at), [
      ...evidence.delegation,
      ...evidence.ownServers,
    ]),
    line("dnssec", "zone", texts.dnssec, dnssecVerdict(evidence, at), [...evidence.ds, ...evidence.keys]),
    line("serials", "zone", texts.serial, serialVerdict(evidence, at.apex), evidence.serials),
    line("addresses", "records", texts.addresses, addressVerdict(evidence), records),
    line("alias", "records", texts.alias, aliasVerdict(evidence), evidence.alias),
    line("challenge", "records", texts.challenge, challengeVerdict(evidence), evidence.challenge),
    line("mark", "records", texts.mark, markVerdict(evidence), evidence.mark),
    line("caa", "records", texts.caa, caaVerdict(evidence), evidence.caa),
    ...(evidence.cached.length > 0
      ? [line("cached", "cache", texts.cached, cacheVerdict(evidence), evidence.cached)]
      : []),
    ...servingLines(evidence),
  ];
  return { host, checkedAt, lines };
}

function line(
  id: string,
  group: DiagnosisLine["group"],
  title: string,
  verdict: Verdict,
  replies: readonly Reply[],
): DiagnosisLine {
  const answers = replies.map((reply) => ({
    from: reply.from,
    asked: reply.asked,
    answer: answerOf(reply),
    isAnswered: reply.values !== null,
  }));
  return { id, group, title, ...verdict, replies: answers };
}

function answerOf({ values, problem, alias, ttlSeconds }: Reply): string {
  if (values === null) return problem ?? texts.nothing;
  const all = [
    ...(alias === undefined || values.includes(alias) ? [] : [texts.aliasOf({ target: alias })]),
    ...values,
  ];
  if (all.length === 0) return texts.nothing;
  const shown = shortened(all.join(", "));
  return ttlSeconds === undefined ? shown : texts.kept({ values: shown, seconds: ttlSeconds });
}

/** A zone may hold 64 KiB in one record, and there are many servers. */
function shortened(text: string): string {
  return text.length > mostCharacters
    ? texts.cutOff({ start: text.slice(0, mostCharacters), count: text.length - mostCharacters })
    : text;
}
const mostCharacters = 600;

/** The different answers of those that answered; an alias counts as one. */
function distinct(replies: readonly Reply[]): string[][] {
  const all = replies.flatMap(({ values, alias }) => (values === null ? [] : [alias ? [alias] : values]));
  return [...new Map(all.map((values) => [values.join("\n"), values])).values()];
}

function zoneVerdict({ host, registrable, zone, zoneProblem }: Evidence): Verdict {
  if (registrable === null) return red(texts.suffix({ host }), texts.suffixRemedy);
  if (!zone)
    return red(texts.zoneUnknown({ host, problem: zoneProblem ?? texts.nothing }), texts.zoneUnknownRemedy);
  const isAbove = zone.apex.length < registrable.length;
  if (isAbove)
    return red(
      texts.notRegistered({ domain: registrable, zone: zone.apex || texts.rootZone }),
      texts.notRegisteredRemedy({ domain: registrable }),
    );
  return green(texts.zoneFound({ zone: zone.apex, parent: zone.parent || texts.rootZone }));
}

interface Place {
  apex: string;
  parent: string;
}

function delegationVerdict({ delegation, ownServers }: Evidence, { apex, parent }: Place): Verdict {
  const said = distinct(delegation);
  const [above] = said;
  if (!above) return amber(texts.noParentAnswer({ parent }), texts.waitRemedy);
  if (said.length > 1) return amber(texts.parentsDiffer({ parent, zone: apex }), texts.parentsDifferRemedy);
  const [own, ...others] = distinct(ownServers);
  if (!own)
    return amber(texts.ownServersUnknown({ parent, zone: apex }), texts.noServerAnswerRemedy({ zone: apex }));
  if (others.length > 0 || own.join() !== above.join())
    return amber(
      texts.delegatedOtherwise({
        parent,
        zone: apex,
        parentServers: above.join(", "),
        zoneServers: [...new Set([own, ...others].flat())].join(", "),
      }),
      texts.delegatedOtherwiseRemedy({ parent, zone: apex }),
    );
  return green(texts.delegated({ parent, zone: apex }));
}

function dnssecVerdict({ ds, keys, dsMatches }: Evidence, { apex, parent }: Place): Verdict {
  const records = [...new Set(ds.flatMap(({ values }) => values ?? []))];
  if (ds.length > 0 && ds.every(({ values }) => values === null))
    return amber(texts.noParentAnswer({ parent }), texts.waitRemedy);
  if (records.length === 0) return green(texts.unsigned({ parent }));
  const { matched, unmatched, unknown } = dsMatches;
  const hasKeys = keys.some(({ values }) => values !== null);
  if (!hasKeys || (matched.length === 0 && unknown.length > 0))
    return amber(
      texts.dsUnknown({ parent, zone: apex }),
      texts.dsUnknownRemedy({ records: records.join("; ") }),
    );
  if (matched.length === 0)
    return red(
      texts.dsWithoutKey({ parent, zone: apex }),
      texts.dsWithoutKeyRemedy({ parent, zone: apex, records: unmatched.join("; ") }),
    );
  if (unmatched.length > 0)
    return amber(
      texts.dsLeftOver({ count: unmatched.length, parent, zone: apex }),
      texts.dsLeftOverRemedy({ parent, records: unmatched.join("; ") }),
    );
  return green(texts.signed({ count: matched.length, parent, zone: apex }));
}

function serialVerdict({ serials }: Evidence, apex: string): Verdict {
  const silent = serials.filter(({ values }) => !values?.length);
  if (silent.length === serials.length)
    return red(texts.noServerAnswer({ zone: apex }), texts.noServerAnswerRemedy({ zone: apex }));
  if (silent.length > 0)
    return amber(
      texts.someSilent({
        count: silent.length,
        zone: apex,
        servers: silent.map(({ from }) => from).join(", "),
      }),
      texts.someSilentRemedy,
    );
  const said = distinct(serials).flat();
  if (said.length > 1)
    return amber(texts.serialsDiffer({ serials: said.join(", ") }), texts.serialsDifferRemedy);
  return green(texts.serialSame({ count: serials.length, serial: said[0] ?? "" }));
}

/** Nobody has answered, so nothing is known of these records. */
function unknown(asked: string, ...kinds: (readonly Reply[])[]): Verdict | null {
  const isUnknown = kinds.some((replies) => replies.every(({ values }) => values === null));
  return isUnknown ? amber(texts.unanswered({ asked }), texts.unansweredRemedy) : null;
}

function addressVerdict({ host, ipv4, ipv6, alias, addresses }: Evidence): Verdict {
  const differ = [ipv4, ipv6].some((replies) => distinct(replies).length > 1);
  if (differ) return amber(texts.addressesDiffer({ host }), texts.lagRemedy);
  const own = [...distinct(ipv4), ...distinct(ipv6)].flat();
  const [target] = distinct(alias).flat();
  const found = target === undefined ? own : addresses.map(({ address }) => address);
  if (found.length > 0) return green(texts.addressesFound({ host, values: found.join(", ") }));
  if (target !== undefined)
    return red(
      texts.aliasWithoutAddress({ host, target }),
      texts.aliasWithoutAddressRemedy({ host, target }),
    );
  return (
    unknown(`${host} A, AAAA`, ipv4, ipv6) ?? red(texts.addressesNone({ host }), texts.addressesNoneRemedy)
  );
}

function aliasVerdict({ host, alias }: Evidence): Verdict {
  const said = distinct(alias);
  if (said.length > 1) return amber(texts.aliasesDiffer({ host }), texts.lagRemedy);
  const target = said[0]?.[0];
  if (target !== undefined) return green(texts.aliasFound({ host, target }));
  return unknown(`${host} CNAME`, alias) ?? green(texts.noAlias({ host }));
}

function challengeVerdict({ host, challenge }: Evidence): Verdict {
  const name = challengeNameOf(host);
  const said = distinct(challenge);
  if (said.length > 1) return amber(texts.challengeDiffers({ name }), texts.lagRemedy);
  const target = challenge.find(({ alias }) => alias !== undefined)?.alias;
  if (target !== undefined) return green(texts.challengeDelegated({ name, target }));
  const count = said[0]?.length ?? 0;
  if (count > 0) return green(texts.challengeFound({ name, count }));
  return unknown(`${name} TXT`, challenge) ?? green(texts.noChallenge({ name }));
}

function markVerdict({ host, mark }: Evidence): Verdict {
  const name = markName(host);
  const said = distinct(mark);
  if (said.length > 1) return amber(texts.marksDiffer({ host }), texts.lagRemedy);
  // A wildcard answers for every name.
  const target = mark.find(({ alias }) => alias !== undefined)?.alias;
  if (target !== undefined) return green(texts.markAlias({ name, target, host }));
  const values = said[0] ?? [];
  if (values.length === 0) return unknown(`${name} TXT`, mark) ?? green(texts.noMark({ name, host }));
  const read = values.map(readMark).find((each) => each !== null);
  if (!read) return amber(texts.markUnreadable({ name }), texts.markUnreadableRemedy);
  return green(texts.markFound({ gateway: `${read.gateway.namespace}/${read.gateway.name}` }));
}

function caaVerdict({ host, caaIssuer }: Evidence): Verdict {
  switch (caaIssuer.kind) {
    case "forbidden":
      return amber(caaIssuer.warning, texts.caaRemedy);
    case "unknown":
      return amber(texts.caaUnknown({ host }), texts.caaUnknownRemedy);
    case "allowed":
      return green(texts.caaAllows({ host }));
    case "unlimited":
      return green(texts.caaNone({ host }));
  }
}

/** What resolvers cache counts as old only if the name servers agree with each other. */
function cacheVerdict({ host, checkedAt, ipv4, ipv6, alias, cached }: Evidence): Verdict {
  const silent = cached.filter(({ values }) => values === null);
  const servers = (replies: readonly Reply[]) => [...new Set(replies.map(({ from }) => from))].join(", ");
  if (silent.length > 0)
    return amber(
      texts.cachedSilent({
        servers: servers(silent),
        problem: silent.find(({ problem }) => problem !== null)?.problem ?? texts.nothing,
      }),
      texts.cachedSilentRemedy,
    );
  const isAlias = distinct(alias).flat().length > 0;
  const current = (reply: Reply) => {
    const [said, ...others] = distinct(reply.asked.endsWith(" AAAA") ? ipv6 : ipv4);
    return isAlias || said === undefined || others.length > 0 || said.join() === reply.values?.join();
  };
  const old = cached.filter((reply) => !current(reply));
  if (old.length > 0) {
    const longest = Math.max(...old.map(({ ttlSeconds = 0 }) => ttlSeconds));
    const until = new Date(Date.parse(checkedAt) + longest * 1_000).toISOString();
    const from = servers(old);
    return amber(
      texts.cachedOld({ servers: from, count: from.split(", ").length, until }),
      texts.cachedOldRemedy,
    );
  }
  if (cached.every(({ values }) => values?.length === 0)) return green(texts.cachedNone({ host }));
  return green(texts.cachedSame({ count: new Set(cached.map(({ from }) => from)).size }));
}
