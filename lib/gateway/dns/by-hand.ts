import type { DnsChallenge } from "@/lib/gateway/certificate/pending-order";
import type { RecordType } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { Answer } from "./ports";

/** Records of one name and type that you enter at a DNS provider without an API, and what its name servers have. */
export interface AwaitedRecords {
  name: string;
  type: RecordType;
  /** The zone in which they belong; null if it isn't known. */
  zone: string | null;
  /** Empty if there must be none. */
  expected: string[];
  /** Other values may stay beside these, as for TXT records. */
  others: "may-stay" | "must-go";
  found: FoundRecords[];
  /** A challenge: providers of the virtual cluster or the installation that could answer it in a zone of theirs. */
  delegableTo?: string[];
}

export interface FoundRecords {
  server: string;
  /** Null if it didn't answer. */
  values: string[] | null;
  /** Where a CNAME record leads that stands in place of the records. */
  alias?: string;
  isRight: boolean;
}

interface Asked {
  zone: string | null;
  name: string;
  type: RecordType;
  expected: readonly string[];
  found: readonly Answer[];
}

/** Compares what you are to enter with what each name server answered. */
export function awaitedRecords({ zone, name, type, expected, found }: Asked): AwaitedRecords {
  const others = type === "TXT" ? "may-stay" : "must-go";
  const wanted = expected.toSorted();
  return {
    ...{ zone, name, type, others },
    expected: wanted,
    found: found.map(({ server, values, alias }) => {
      const hasAll = wanted.every((value) => values?.includes(value));
      const isRight = values !== null && hasAll && (others === "may-stay" || values.length === wanted.length);
      const elsewhere = alias !== undefined && type !== "CNAME" ? { alias } : {};
      return { server, values: values?.toSorted() ?? null, ...elsewhere, isRight };
    }),
  };
}

/** The name servers that don't have exactly what you are to enter, or didn't answer. */
export function lateServers({ found }: AwaitedRecords): string[] {
  return found.filter(({ isRight }) => !isRight).map(({ server }) => server);
}

interface Said {
  name: string;
  /** The apex of the zone that holds it. */
  zone: string;
  answer: Answer;
}

/** The challenges of an order, by their names. `delegableTo` are providers that could answer them instead. */
export function awaitedChallenges(
  challenges: readonly DnsChallenge[],
  answers: readonly Said[],
  delegableTo: readonly string[] = [],
) {
  const byName = Map.groupBy(challenges, ({ name }) => name);
  const records = [...byName].map(([name, values]) => {
    const said = answers.filter((each) => each.name === name);
    const found = said.map(({ answer }) => answer);
    const expected = values.map(({ value }) => value);
    const records = awaitedRecords({ zone: said[0]?.zone ?? null, name, type: "TXT", expected, found });
    return delegableTo.length > 0 ? { ...records, delegableTo: [...delegableTo] } : records;
  });
  const { note, remedy } = awaiting(records);
  return { note, remedy, records };
}

/** What is missing, and what to enter. At least one name server has something else than it should. */
export function awaiting(byHand: AwaitedRecords[]) {
  const wrong = byHand.filter((records) => lateServers(records).length > 0);
  const servers = new Set(byHand.flatMap(({ found }) => found.map(({ server }) => server)));
  const late = new Set(wrong.flatMap(lateServers));
  const names = [...new Set(wrong.map(({ name, type }) => `${type} ${name}`))].join(", ");
  const toEnter = wrong.filter(({ expected }) => expected.length > 0).map(inWords);
  const toDelete = wrong.filter(({ expected }) => expected.length === 0);
  const remedies = [
    ...(toEnter.length > 0 ? [texts.enterRecords({ records: toEnter.join("; ") })] : []),
    ...toDelete.map(({ name, type }) => texts.deleteByHand({ type, name })),
  ];
  return {
    state: "blocked" as const,
    note: texts.awaitsRecords({ names, count: servers.size - late.size, total: servers.size }),
    remedy: remedies.join(" "),
    byHand,
  };
}

function inWords({ name, type, expected }: AwaitedRecords): string {
  return `${name} ${type} ${expected.join(", ")}`;
}
