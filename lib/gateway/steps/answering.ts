import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import { certificateCovers, isWanted, readHealth } from "@/lib/model/health";
import type { HostRoutes } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { askFollowing, type Exchange, judgeAnswer } from "./answering-verdict";
import type { ServingFact } from "./serving";

export interface AnsweringFact {
  /** Where the site opens. */
  url: string;
  /** The request and its responses; null if no HTTP request is possible. */
  exchange: Exchange | null;
}

const revisitInMs = 3_600_000;

export const answering = step({
  id: "answering",
  needs: ["serving"],
  title: texts.answeringTitle,
  purpose: texts.answeringPurpose,
  async run(target, facts: { serving: ServingFact }, world): Promise<Outcome<AnsweringFact>> {
    const { serving } = facts;
    const done = (note: string, exchange: Exchange | null): Outcome<AnsweringFact> => ({
      state: "done",
      note,
      fact: { url: serving.url, exchange },
      revisitAt: new Date(world.clock.now().getTime() + revisitInMs),
    });
    const reason = noRequestBecause(target);
    if (reason) return done(reason, null);
    const read = readHealth(target.health);
    if ("problem" in read)
      return {
        state: "blocked",
        note: read.problem,
        remedy: texts.correctKey({ key: read.key, gateway: target.gateway.name }),
      };
    const { health } = read;
    let routes: HostRoutes | null = null;
    const routesOf = async () => {
      routes ??= await world.mesh.routesOf(target.gateway, target.host);
      return routes;
    };
    const host = await nameFor(target, routesOf);
    const address = serving.addresses[0] ?? "";
    const exchange = await askFollowing(
      world.prober,
      { address, port: serving.port, host, serial: serving.serial },
      health,
    );
    const seen = { url: serving.url, exchange };
    if (exchange.certificateNames.length > 0 && !certificateCovers(exchange.certificateNames, host))
      return {
        state: "blocked",
        note: texts.wrongNames({ address, names: exchange.certificateNames.join(", "), host }),
        remedy: texts.wrongNamesRemedy({ port: serving.port, host: target.host }),
        fact: seen,
      };
    const isWell = health.wanted ? isWanted(exchange.status, health.wanted) : isWellByDefault(exchange);
    if (isWell) return done(wellNote(exchange), exchange);
    return { ...(await judgeAnswer({ target, health, exchange, routesOf })), fact: seen };
  },
});

/** Why there is no request: the server doesn't serve HTTP, or doesn't serve it to us. */
function noRequestBecause({ port, server }: SecuredHost): string | null {
  if (server?.protocol.toUpperCase() === "TLS") return texts.tcpInTls({ port });
  if (server?.tlsMode === "MUTUAL") return texts.mutualTls({ port });
  return null;
}

/** For a wildcard, request a name that has a route, so that its own host isn't missed; otherwise a probe name. */
async function nameFor({ host }: SecuredHost, routesOf: () => Promise<HostRoutes>): Promise<string> {
  if (!host.startsWith("*.")) return host;
  const { names } = await routesOf();
  return names[0] ?? host.replace(/^\*\./, "lamia-probe.");
}

/**
 * Success and redirects are good. So are 401, 403 and 407, because a site that requires a login works, and what
 * gRPC servers answer to a plain GET: `application/grpc` with any status, or 415 (gRPC over HTTP/2, "Responses").
 */
function isWellByDefault({ status, contentType }: Exchange): boolean {
  if (isProtected(status) || isGrpc(status, contentType)) return true;
  return status >= 200 && status < 400;
}

function isProtected(status: number): boolean {
  return status === 401 || status === 403 || status === 407;
}

function isGrpc(status: number, contentType: string | null): boolean {
  return status === 415 || (contentType?.toLowerCase().startsWith("application/grpc") ?? false);
}

function wellNote(exchange: Exchange): string {
  const { url, status, server, milliseconds, redirects, leadsTo, contentType } = exchange;
  const sentences = [
    server
      ? texts.answeredBy({ url, status, server, milliseconds })
      : texts.answered({ url, status, milliseconds }),
  ];
  if (redirects.length > 0) sentences.push(texts.followed({ count: redirects.length }));
  if (leadsTo) sentences.push(texts.redirectsElsewhere({ site: leadsTo }));
  else if (isProtected(status)) sentences.push(texts.asksForLogin);
  else if (isGrpc(status, contentType)) sentences.push(texts.grpcAnswer);
  return sentences.join(" ");
}
