import type { CaaFinding } from "../certificate/caa-warning";
import { texts } from "./texts";

/** What was asked of the world about one host, and what was answered. Gathered first; the verdicts look at nothing else. */
export interface Evidence {
  /** Without a wildcard. */
  host: string;
  /** ISO 8601. */
  checkedAt: string;
  /** Public suffix plus one label; null for a public suffix itself. */
  registrable: string | null;
  /** The closest zone above or at the host, found from the root down. Null if the way there ended before. */
  zone: { apex: string; parent: string } | null;
  /** Why the zone wasn't found. */
  zoneProblem: string | null;
  /** The NS records of the zone, as each server of the parent zone gives them. */
  delegation: Reply[];
  /** The NS records of the zone, as each of its own servers gives them. */
  ownServers: Reply[];
  /** DS records at the servers of the parent zone, as in a zone file. */
  ds: Reply[];
  /** DNSKEY records at the zone's servers: flags, protocol, algorithm, and key tag. */
  keys: Reply[];
  /** The DS records that match a key of the zone, those that match none, and those with an unknown digest type. */
  dsMatches: { matched: string[]; unmatched: string[]; unknown: string[] };
  /** The serial number of the SOA record at each of the zone's servers. */
  serials: Reply[];
  /** What each of the zone's servers holds. */
  ipv4: Reply[];
  ipv6: Reply[];
  alias: Reply[];
  /** TXT records of `_acme-challenge.<host>`. */
  challenge: Reply[];
  /** TXT records of `_lamia.<host>`. */
  mark: Reply[];
  caa: Reply[];
  /** Whether the CA that would issue for the host may do so; the records of names above the host count, too. */
  caaIssuer: CaaFinding;
  /** Address records of the host, as public resolvers have them. */
  cached: Reply[];
  /** One for each address that DNS gives for the host. */
  addresses: AddressEvidence[];
}

export interface Reply {
  /** Name or address of the server. */
  from: string;
  /** Name and type, such as `shop.example.net A`. */
  asked: string;
  /** Sorted; empty if there is nothing; null without an answer. */
  values: string[] | null;
  /** Why there is no answer, in our own words. */
  problem: string | null;
  /** The answer leads to this name. */
  alias?: string;
  /** How long the answer may be kept. */
  ttlSeconds?: number;
}

export interface AddressEvidence {
  address: string;
  /** Lamia doesn't connect to addresses of this machine or of its network's own services. */
  isRefused: boolean;
  /** Why there was no TCP connection; null if there was one. */
  http: string | null;
  https: string | null;
  /** Null if there was no handshake; `https` or `tls` says why. */
  presented: Presented | null;
  tls: string | null;
}

/** The chain that a server shows, leaf first. */
export interface Presented {
  chain: { subject: string; issuer: string; serial: string; notBefore: string; notAfter: string }[];
  /** DNS names of the leaf. */
  names: string[];
  /** The leaf is for the host. */
  coversHost: boolean;
  /** Roots that the chain leads to: the browsers' or the system's; only one that this installation was given; or none. */
  trust: "public" | "configured" | "none";
  /** Why the chain leads to no root, in our own words. */
  problem: string | null;
}

type Colour = "green" | "amber" | "red";

export interface DiagnosisLine {
  id: string;
  group: "zone" | "records" | "cache" | "serving";
  title: string;
  colour: Colour;
  /** One sentence. */
  note: string;
  /** What to do; null if nothing. */
  remedy: string | null;
  /** What was asked and answered. */
  replies: { from: string; asked: string; answer: string; isAnswered: boolean }[];
}

export interface Diagnosis {
  host: string;
  checkedAt: string;
  lines: DiagnosisLine[];
}

const shownCharacters = 8;
/** RFC 1918, RFC 6598, and fc00::/7: nobody outside needs to know what a network looks like from inside. */
const privateAddress =
  /\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d{1,3}){2})\b|\bf[cd][0-9a-f]{2}:[0-9a-f:]+/gi;

/**
 * What may leave the installation: values of TXT records are cut, because the owner of a zone keeps tokens there, and private
 * addresses are hidden. Remedies and notes stay readable.
 */
export function redacted(diagnosis: Diagnosis): Diagnosis {
  const hide = (text: string) => text.replace(privateAddress, texts.privateAddress);
  const lines = diagnosis.lines.map((line) => ({
    ...line,
    id: hide(line.id),
    title: hide(line.title),
    note: hide(line.note),
    remedy: line.remedy === null ? null : hide(line.remedy),
    replies: line.replies.map(({ from, asked, answer, isAnswered }) => ({
      from: hide(from),
      asked,
      answer: isAnswered && isTxt(asked) && answer !== texts.nothing ? cut(answer) : hide(answer),
      isAnswered,
    })),
  }));
  return { ...diagnosis, lines };
}

function isTxt(asked: string): boolean {
  return asked.endsWith(" TXT");
}

function cut(answer: string): string {
  return answer.length <= shownCharacters
    ? answer
    : texts.hidden({ start: answer.slice(0, shownCharacters) });
}

/** To paste into a ticket; redacted. */
export function asText(diagnosis: Diagnosis): string {
  const { host, checkedAt, lines } = redacted(diagnosis);
  const body = lines.flatMap(({ colour, title, note, remedy, replies }) => [
    texts.reportLine({ colour, title, note }),
    ...(remedy === null ? [] : [texts.reportRemedy({ remedy })]),
    ...replies.map((reply) =>
      texts.reportReply({ from: reply.from, asked: reply.asked, answer: reply.answer }),
    ),
  ]);
  return [texts.reportTitle({ host, time: checkedAt }), "", ...body, ""].join("\n");
}

/** The worst color of the lines. */
export function worstColour(lines: readonly Pick<DiagnosisLine, "colour">[]): Colour {
  const has = (colour: Colour) => lines.some((each) => each.colour === colour);
  return has("red") ? "red" : has("amber") ? "amber" : "green";
}
