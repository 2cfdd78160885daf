import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import { dnsPart, hostCovers, sameName } from "@/lib/model/hosts";
import type { GatewayServer } from "@/lib/model/istio-objects";
import { type Asked, type ChallengeRoutes, type InTheWay, routesAt } from "./routes";
import { admits } from "./server-hosts";
import { texts } from "./texts";
import { narrowest, type Served, serversOn, virtualHostOf } from "./virtual-hosts";

/** The routes, or why they aren't possible. */
export function challengeRoutes(asked: Asked): ChallengeRoutes | InTheWay {
  const { target, ownGateway, ingress } = asked;
  if (ingress.http.length === 0)
    return {
      note: texts.noHttpPort({ service: ingress.service }),
      remedy: texts.noHttpPortRemedy({ service: ingress.service }),
    };
  const onHttp = serversOn(asked, ingress.http);
  const other = onHttp.find(({ server }) => !/^(HTTP|HTTP2|GRPC|GRPC-WEB)$/i.test(server.port.protocol));
  if (other)
    return {
      note: texts.otherProtocol({
        gateway: keyOf(other.gateway.metadata),
        protocol: other.server.port.protocol,
      }),
      remedy: texts.otherProtocolRemedy,
    };
  const current = virtualHostOf(onHttp, asked);
  const redirecting = current?.servers.find(({ server }) => server.tls?.httpsRedirect === true);
  if (redirecting) return throughHttps(asked, redirecting);
  const [port = 80] = ingress.http;
  const domain = current?.domain ?? target.host;
  const server: GatewayServer = {
    port: { number: port, name: "http-acme", protocol: "HTTP" },
    hosts: [domain],
  };
  const place = { gateway: `${target.gateway.namespace}/${ownGateway}`, domain, port };
  return {
    gateway: { selector: target.selector, servers: [server] },
    virtualService: routesAt(asked, place),
    isRedirected: false,
  };
}

function throughHttps(asked: Asked, from: Served): ChallengeRoutes | InTheWay {
  const { target, ingress } = asked;
  const shown = { gateway: keyOf(from.gateway.metadata), host: target.host };
  const server = narrowest(serversOn(asked, ingress.https), target.host);
  if (!server)
    return {
      note: texts.noHttpsServer(shown),
      remedy: texts.noHttpsServerRemedy({ host: target.host }),
    };
  const mode = server.server.tls?.mode ?? "SIMPLE";
  const isOpen = /^HTTPS$/i.test(server.server.port.protocol) && /^(SIMPLE|OPTIONAL_MUTUAL)$/.test(mode);
  if (!isOpen) return { note: texts.closedHttps({ ...shown, mode }), remedy: texts.closedHttpsRemedy };
  const domain = virtualHostOf([server], asked)?.domain ?? target.host;
  if (!admitsUs(server, domain, asked)) return foreign(server, asked);
  const place = { gateway: keyOf(server.gateway.metadata), domain, port: server.server.port.number };
  return { gateway: null, virtualService: routesAt(asked, place), isRedirected: true };
}

function admitsUs({ gateway, server }: Served, domain: string, { target }: Asked): boolean {
  return (server.hosts ?? []).some(
    (each) =>
      admits(each, gateway, target.gateway.namespace) &&
      hostCovers(sameName(dnsPart(each)), sameName(domain)),
  );
}

function foreign({ gateway, server }: Served, { target }: Asked): InTheWay {
  const { namespace } = target.gateway;
  const port = server.port.number;
  return {
    note: texts.foreignRoutes({ port, gateway: keyOf(gateway.metadata), host: target.host, namespace }),
    remedy: texts.foreignRoutesRemedy({ namespace }),
  };
}
