import { step } from "@/lib/gateway/walk/step";
import { certificateCovers } from "@/lib/model/health";
import type { GatewayServer } from "@/lib/model/secured-hosts";
import { asFailure } from "../failure";
import type { Prober } from "../prober";
import type { RecordFact } from "./record";
import { probedAddresses } from "./serving";
import { texts } from "./texts";

export interface ReachedFact {
  port: number;
  /** Empty if nothing was tried. */
  addresses: string[];
  /** What has answered at each of them; null if the server's protocol can't be tried. */
  by: "http" | "tls" | null;
}

const revisitInMs = 3_600_000;
const shareOfWaited = 0.1;
const longestWaitInSeconds = 300;

/**
 * For a host that gets only records: something answers at its address. What it answers is up to its owner, so a 404 is an answer,
 * and a certificate counts if it is for the host.
 */
export const reached = step({
  id: "reached",
  needs: ["record"],
  title: texts.title,
  purpose: texts.purpose,
  async run(target, { record: { address } }: { record: RecordFact }, world, since) {
    const port = address.port ?? target.port;
    const now = world.clock.now();
    const host = target.host.replace(/^\*\./, "lamia-probe.");
    const done = (note: string, by: ReachedFact["by"], addresses: string[]) => ({
      state: "done" as const,
      note,
      fact: { port, addresses, by } satisfies ReachedFact,
      revisitAt: new Date(now.getTime() + revisitInMs),
    });
    const by = spokenBy(target.server);
    if (by === null) return done(texts.notTried({ port, protocol: protocolOf(target.server) }), null, []);
    const addresses = await probedAddresses(address, world);
    const asked = { port, host };
    const ask = by === "http" ? askByHttp : askByTls;
    const answers = await Promise.all(addresses.map((each) => ask(world.prober, each, asked)));
    const silent = answers.find(({ isThere }) => !isThere);
    if (silent || answers.length === 0) {
      const waitedInSeconds = since ? (now.getTime() - since.getTime()) / 1000 : 0;
      const retryInSeconds = Math.min(longestWaitInSeconds, Math.max(0.5, waitedInSeconds * shareOfWaited));
      const where = addresses.join(", ") || (address.hostname ?? host);
      const advice = texts.advice({ port, address: where });
      return { state: "waiting", note: [silent?.says, advice].filter(Boolean).join(" "), retryInSeconds };
    }
    const wrong = answers.find(({ isForHost }) => !isForHost);
    if (wrong)
      return {
        state: "blocked",
        note: wrong.says,
        remedy: texts.otherCertificateRemedy({ host: target.host }),
      };
    return done([...new Set(answers.map(({ says }) => says))].join(" "), by, addresses);
  },
});

/** What a client that isn't part of the mesh speaks with this server; null if it can't, or not without knowing the app. */
function spokenBy(server: GatewayServer | null): ReachedFact["by"] {
  const protocol = protocolOf(server);
  if (["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].includes(protocol)) return "http";
  const isForMesh = server?.tlsMode === "ISTIO_MUTUAL" || server?.tlsMode === "AUTO_PASSTHROUGH";
  return (protocol === "HTTPS" || protocol === "TLS") && !isForMesh ? "tls" : null;
}

function protocolOf(server: GatewayServer | null): string {
  return server?.protocol.toUpperCase() ?? "";
}

interface Answered {
  isThere: boolean;
  isForHost: boolean;
  says: string;
}

interface Asked {
  port: number;
  host: string;
}

async function askByHttp(prober: Prober, address: string, { port, host }: Asked): Promise<Answered> {
  return orSilent(async () => {
    const reply = await prober.request({ scheme: "http", address, port, host, path: "/", serial: null });
    const { status, server, upstreamMs } = reply;
    const url = `http://${host}${port === 80 ? "" : `:${port}`}/`;
    const says = texts.answeredAt({ url, status, address });
    const isByIngress = status >= 400 && upstreamMs === null && /envoy/i.test(server ?? "");
    return isByIngress ? `${says} ${texts.byIngressItself}` : says;
  });
}

async function askByTls(prober: Prober, address: string, { port, host }: Asked): Promise<Answered> {
  let isForHost = true;
  const answered = await orSilent(async () => {
    const { issuer, names, trusted } = await prober.handshake(address, port, host);
    const shown = { address, port, issuer, host, names: names.join(", ") || texts.noNames };
    isForHost = certificateCovers(names, host);
    if (!isForHost) return texts.otherCertificate(shown);
    return trusted === false
      ? `${texts.answeredByTls(shown)} ${texts.untrusted}`
      : texts.answeredByTls(shown);
  });
  return { ...answered, isForHost };
}

async function orSilent(ask: () => Promise<string>): Promise<Answered> {
  try {
    return { isThere: true, isForHost: true, says: await ask() };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "unreachable") throw failure;
    return { isThere: false, isForHost: true, says: failure.message };
  }
}
