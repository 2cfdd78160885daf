import { Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";
import type { TsigKey, TsigProblem } from "./tsig";

export interface Server {
  host: string;
  port: number;
}

/** RFC 2136, section 2.2. */
export const rcodes = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  yxDomain: 6,
  yxRrset: 7,
  nxRrset: 8,
  notAuth: 9,
  notZone: 10,
} as const;

const retrySeconds = 10;

export function serverName({ host, port }: Server): string {
  if (port === 53) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export function unreachable(server: Server, reason: string): Failure {
  return new Failure("unreachable", texts.unreachable({ server: serverName(server), reason }), {
    retryAfterSeconds: retrySeconds,
  });
}

export function unusableSignature(problem: TsigProblem, server: Server, key: TsigKey): Failure {
  const named = { server: serverName(server), key: key.name, algorithm: key.algorithm };
  switch (problem.kind) {
    case "unknown-key":
      return new Failure("refused", texts.unknownKey(named), { remedy: texts.unknownKeyRemedy(named) });
    case "wrong-secret":
      return new Failure("refused", texts.wrongSecret(named), { remedy: texts.wrongSecretRemedy(named) });
    case "clock": {
      const seconds = Math.abs(problem.aheadSeconds);
      const note = problem.aheadSeconds > 0 ? texts.clockAhead : texts.clockBehind;
      return new Failure("refused", note({ ...named, seconds }), { remedy: texts.clockRemedy(named) });
    }
    case "unsigned":
      return unreachable(server, texts.unsigned({ key: key.name }));
  }
}

interface Asked {
  server: Server;
  key: TsigKey;
  zone: string;
}

/** What the code of a server's refusal means. */
export function refusal(
  rcode: number,
  what: "query" | "transfer" | "update",
  { server, key, zone }: Asked,
): Failure {
  const named = { server: serverName(server), key: key.name, zone };
  switch (rcode) {
    case rcodes.nxDomain:
    case rcodes.yxDomain:
    case rcodes.yxRrset:
    case rcodes.nxRrset:
      return new Failure("conflict", texts.zoneChanged({ zone }));
    case rcodes.servFail:
      return unreachable(server, texts.servFail);
    case rcodes.refused:
      return new Failure("refused", refusedNote[what](named), { remedy: refusedRemedy[what](named) });
    case rcodes.notAuth:
    case rcodes.notZone:
      return new Failure("refused", texts.notAuthoritative(named), {
        remedy: texts.notAuthoritativeRemedy(named),
      });
    case rcodes.notImp:
      return new Failure("refused", texts.notImplemented(named), {
        remedy: texts.notImplementedRemedy(named),
      });
    default:
      return new Failure("rejected", texts.rejected({ ...named, code: rcode }));
  }
}

const refusedNote = {
  query: texts.queryRefused,
  transfer: texts.transferRefused,
  update: texts.updateRefused,
} as const;
const refusedRemedy = {
  query: texts.queryRefusedRemedy,
  transfer: texts.transferRefusedRemedy,
  update: texts.updateRefusedRemedy,
} as const;
