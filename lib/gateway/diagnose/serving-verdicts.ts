import type { AddressEvidence, DiagnosisLine, Evidence, Presented } from "./evidence";
import { texts } from "./texts";

export type Verdict = Pick<DiagnosisLine, "colour" | "note" | "remedy">;

export const green = (note: string): Verdict => ({ colour: "green", note, remedy: null });
export const amber = (note: string, remedy: string): Verdict => ({ colour: "amber", note, remedy });
export const red = (note: string, remedy: string): Verdict => ({ colour: "red", note, remedy });

/** A certificate that Lamia manages is renewed when a third of its lifetime is left. */
const lateShare = 1 / 6;

/** The lines about each address: its ports, the certificate there, and the chain. */
export function servingLines({ host, checkedAt, addresses }: Evidence): DiagnosisLine[] {
  const lines = addresses.flatMap((each) => {
    const { address, isRefused, presented } = each;
    const ports = ofAddress("ports", texts.ports({ address }), portsVerdict(host, each), each);
    if (isRefused || each.https !== null) return [ports];
    const certificate = ofAddress(
      "certificate",
      texts.certificate({ address }),
      certificateVerdict(host, Date.parse(checkedAt), each),
      each,
    );
    if (!presented) return [ports, certificate];
    return [ports, certificate, ofAddress("chain", texts.chain({ address }), chainVerdict(presented), each)];
  });
  const serials = new Set(addresses.flatMap(({ presented }) => presented?.chain[0]?.serial ?? []));
  if (serials.size < 2) return lines;
  const differ = amber(texts.differNote({ host, count: serials.size }), texts.differRemedy);
  return [...lines, { id: "differ", group: "serving", title: texts.differ, ...differ, replies: [] }];
}

function ofAddress(id: string, title: string, verdict: Verdict, { address, presented }: AddressEvidence) {
  const chain = id === "chain" ? (presented?.chain ?? []) : [];
  const replies = chain.map(({ subject, issuer, notAfter }) => ({
    from: address,
    asked: subject,
    answer: texts.chainEntry({ issuer, date: notAfter }),
    isAnswered: true,
  }));
  return { id: `${id}-${address}`, group: "serving" as const, title, ...verdict, replies };
}

function portsVerdict(host: string, { address, isRefused, http, https }: AddressEvidence): Verdict {
  if (isRefused) return red(texts.portsRefused({ address }), texts.portsRefusedRemedy({ host }));
  if (https !== null) return red(texts.port443Closed({ address, problem: https }), texts.port443ClosedRemedy);
  if (http !== null) return amber(texts.port80Closed({ address, problem: http }), texts.port80ClosedRemedy);
  return green(texts.portsOpen({ address }));
}

function certificateVerdict(
  host: string,
  now: number,
  { address, presented, tls }: AddressEvidence,
): Verdict {
  const leaf = presented?.chain[0];
  if (!presented || !leaf)
    return red(
      texts.noHandshake({ address, problem: tls ?? texts.nothing }),
      texts.noHandshakeRemedy({ host }),
    );
  const [from, to] = [Date.parse(leaf.notBefore), Date.parse(leaf.notAfter)];
  const day = (iso: string) => iso.slice(0, 10);
  if (!presented.coversHost)
    return red(
      texts.otherNames({ address, host, names: presented.names.join(", ") || leaf.subject }),
      texts.otherNamesRemedy({ host }),
    );
  if (now > to) return red(texts.expired({ address, date: day(leaf.notAfter) }), texts.expiredRemedy);
  if (now < from)
    return red(texts.notYetValid({ address, date: day(leaf.notBefore) }), texts.notYetValidRemedy);
  if (to - now < (to - from) * lateShare)
    return amber(texts.expiresSoon({ address, date: day(leaf.notAfter) }), texts.expiresSoonRemedy);
  return green(texts.valid({ address, issuer: leaf.issuer, date: day(leaf.notAfter) }));
}

function chainVerdict({ trust, problem }: Presented): Verdict {
  if (trust === "public") return green(texts.chainPublic);
  if (trust === "configured") return amber(texts.chainConfigured, texts.chainConfiguredRemedy);
  return red(texts.chainBroken({ problem: problem ?? texts.untrusted }), texts.chainBrokenRemedy);
}
