import type { Check, FoundByCheck } from "../../finding";
import { keyOf } from "../../indexes";
import { carriesTls, isBefore, type Placed, rivalsOf, serversOf } from "../../listeners";
import { gatewayScope } from "../../scope";

/**
 * Two servers on one port of one ingress do not share a host. Istio drops the younger TLS server as a whole, while plain
 * HTTP servers are merged; both ends hear of it. Source: Istio, IST0145 and `mergeGateways`.
 */
export const gatewayConflict: Check<"Gateway"> = {
  id: "gateway-conflict",
  code: "IST0145",
  title: "Two servers for the same host on the same port",
  of: "Gateway",
  run: (gateway, mesh) =>
    serversOf(gateway).flatMap((own) =>
      own.server.hosts.flatMap((host, position) => {
        const rivals = rivalsOf(mesh, own, host).filter(
          (rival) => !own.server.tls || (rival.server.tls && isDropped(own, host, rival)),
        );
        const path = ["spec", "servers", own.index, "hosts", position];
        return rivals.length > 0 ? [{ path, ...conflict(own, rivals, host) }] : [];
      }),
    ),
};

/** Istio compares hosts with their namespaces; those that differ in these only reach Envoy (see `listener-rejected`). */
function isDropped(own: Placed, host: string, { gateway, server }: Placed): boolean {
  const scoped = gatewayScope(own.gateway, host);
  return server.hosts.some((each) => gatewayScope(gateway, each) === scoped);
}

function conflict(
  { gateway, ...own }: Placed,
  rivals: readonly Placed[],
  host: string,
): Omit<FoundByCheck, "path"> {
  const place = `${host} on port ${own.server.port.number}`;
  const older = rivals.find((rival) => isBefore(rival, { gateway, ...own }));
  const remedy = "Give each server hosts of its own, put them into one Gateway, or use a dedicated ingress";
  if (!own.server.tls)
    return {
      severity: "info",
      message: `${namesOf(gateway, rivals)} ${rivals.length > 1 ? "serve" : "serves"} ${place}, too; Istio merges their routes`,
      remedy,
    };
  return older
    ? {
        severity: carriesTls(older) ? "error" : "warning",
        message: `${namesOf(gateway, [older])} already serves ${place}, so Istio drops this whole server`,
        remedy,
      }
    : {
        severity: "warning",
        message: `${namesOf(gateway, rivals)} asks for ${place}, too; Istio serves it from here and drops the other server`,
        remedy,
      };
}

function namesOf(own: Placed["gateway"], rivals: readonly Placed[]): string {
  const names = new Set(
    rivals.map(({ gateway }) =>
      gateway === own ? "Another server of this Gateway" : `Gateway ${keyOf(gateway.metadata)}`,
    ),
  );
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
