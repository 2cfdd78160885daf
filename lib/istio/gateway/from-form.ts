import { formatSecuredHosts, parseSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import { same } from "../edit/same";
import { dropUndefined } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import type { GatewayForm } from "./form";
import { dedicatedSelector, hasDedicatedIngress, ingressAnnotation } from "./ingress";
import { matchServers } from "./match-servers";
import type { GatewayObject, GatewayServer } from "./object";
import { portNames } from "./port-names";
import { entriesWithoutServer, securedHostByServer } from "./secured-servers";
import type { GatewayServerForm } from "./server-form";
import { tlsFromForm } from "./tls-from-form";

/** Istio's own ingress gateway, chosen when a form names no selector. */
export const defaultSelector: Readonly<Record<string, string>> = { istio: "ingressgateway" };

/**
 * The Gateway that a valid form describes, with the fields that Lamia owns and no others: the body of a
 * server-side apply. `spec.servers` is one atomic list, so what the form does not know of a server (cipher
 * suites, target port, a credential of the user's own) is copied from `current`, matched by port.
 */
export function gatewayFromForm(
  form: GatewayForm,
  namespace: string,
  current?: GatewayObject,
): GatewayObject {
  const earlier = matchServers(form.servers, current?.spec?.servers ?? []);
  const names = portNames(form.servers, earlier);
  const dedicated = form.ingress
    ? form.ingress.kind === "dedicated"
    : current !== undefined && hasDedicatedIngress(current.metadata);
  const shown = securedHostByServer(current?.spec?.servers ?? [], currentEntries(current));
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: objectMeta(form, namespace, {
      ...securedHosts(form, current),
      ...(dedicated ? { [ingressAnnotation]: "dedicated" } : {}),
    }),
    spec: {
      selector: selectorOf(form, dedicated),
      servers: form.servers.map((server, index) => {
        const before = earlier[index];
        const securedBefore = before ? shown.get(before) : undefined;
        return serverFromForm(server, names[index] ?? `port-${server.port}`, before, securedBefore);
      }),
    },
  };
}

function selectorOf({ name, selector }: GatewayForm, dedicated: boolean): Record<string, string> {
  if (dedicated) return dedicatedSelector(name);
  // Whoever goes back to an existing ingress finds the selector of the dedicated one in the form.
  const isLeft = selector !== undefined && same(selector, dedicatedSelector(name));
  return { ...(isLeft ? defaultSelector : (selector ?? defaultSelector)) };
}

function serverFromForm(
  server: GatewayServerForm,
  portName: string,
  before: GatewayServer | undefined,
  securedBefore: string | undefined,
): GatewayServer {
  const { tls: _tls, ...kept } = before ?? {};
  return dropUndefined({
    ...kept,
    port: { ...before?.port, number: server.port, name: portName, protocol: server.protocol },
    hosts: [...server.hosts],
    tls: tlsFromForm(server, before?.tls, securedBefore),
  });
}

function securedHosts(form: GatewayForm, current: GatewayObject | undefined): Record<string, string> {
  const chosen = form.servers.flatMap(({ port, securedHost }) =>
    securedHost ? [{ port, host: securedHost }] : [],
  );
  const ports = new Set(form.servers.map(({ port }) => port));
  const portsBefore = new Set(current?.spec?.servers?.map(({ port }) => port.number));
  const kept = entriesWithoutServer(current?.spec?.servers ?? [], currentEntries(current)).filter(
    ({ port, host }) =>
      (ports.has(port) || !portsBefore.has(port)) &&
      !chosen.some((entry) => entry.port === port && entry.host === host),
  );
  const all = [...chosen, ...kept];
  return all.length === 0 ? {} : { [securedHostsAnnotation]: formatSecuredHosts(all) };
}

function currentEntries(current: GatewayObject | undefined) {
  return parseSecuredHosts(current?.metadata.annotations?.[securedHostsAnnotation] ?? "");
}
