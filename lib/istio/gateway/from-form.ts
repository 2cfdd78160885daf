import { same } from "@/lib/istio/edit/merge-edits";
import { dropUndefined, omit, orAbsent, pick } from "@/lib/istio/fields/drop-empty";
import { objectMeta } from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import type { GatewayObject, GatewayServer, ServerTls } from "@/lib/model/istio-objects";
import { dnsRecordsAnnotation } from "@/lib/model/record-hosts";
import {
  clientCaAnnotation,
  credentialNameFor,
  formatSecuredHosts,
  parseSecuredHosts,
  securedHostsAnnotation,
  shareAnnotation,
} from "@/lib/model/secured-hosts";
import type { GatewayForm } from "./form";
import { dedicatedSelector, hasDedicatedIngress, ingressAnnotation } from "./ingress";
import { isPlainHttp, isTlsProtocol } from "./protocol";
import { entriesWithoutServer, securedHostByServer } from "./secured-servers";
import { type GatewayServerForm, serverFields, tlsFields } from "./server-form";

/** Istio's own ingress gateway, used if a form has no selector. */
export const defaultSelector: Readonly<Record<string, string>> = { istio: "ingressgateway" };

/**
 * The Gateway that a valid form describes, with Lamia's own fields only: the body of a server-side apply. `spec.servers` is
 * one atomic list, so fields of a server that the form doesn't know (cipher suites, target port, the user's own credential)
 * are copied from `current`, matched by port.
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
      ...(form.sharedWith?.length ? { [shareAnnotation]: form.sharedWith.join(",") } : {}),
      ...(form.clientCa ? { [clientCaAnnotation]: form.clientCa } : {}),
      ...(form.dnsRecords ? { [dnsRecordsAnnotation]: form.dnsRecords } : {}),
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
  // When you go back to an existing ingress, the form still has the dedicated one's selector.
  const isLeft = selector !== undefined && same(selector, dedicatedSelector(name));
  return { ...(isLeft ? defaultSelector : (selector ?? defaultSelector)) };
}

function serverFromForm(
  server: GatewayServerForm,
  portName: string,
  before: GatewayServer | undefined,
  securedBefore: string | undefined,
): GatewayServer {
  return dropUndefined({
    ...omit(before ?? {}, ["tls", ...serverFields]),
    ...pick(server, serverFields),
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

/**
 * The TLS settings of one server. A Secured Host gets the credential that Lamia writes for it, unless the form or the object
 * (`before`) names the user's own one; `securedBefore` is the Secured Host that the object had.
 */
function tlsFromForm(
  server: GatewayServerForm,
  before: ServerTls | undefined,
  securedBefore: string | undefined,
): ServerTls | undefined {
  const { httpsRedirect, ...chosen } = server.tls ?? {};
  if (!isTlsProtocol(server.protocol))
    return isPlainHttp(server.protocol) && httpsRedirect ? { httpsRedirect } : undefined;
  return orAbsent(
    dropUndefined({
      ...omit(before ?? {}, tlsFields),
      ...chosen,
      mode: chosen.mode ?? "SIMPLE",
      ...credential(server, before, securedBefore),
    }),
  );
}

function credential(
  server: GatewayServerForm,
  before: ServerTls | undefined,
  securedBefore: string | undefined,
): ServerTls {
  const chosen = server.tls;
  if (chosen?.credentialName) return { credentialName: chosen.credentialName };
  const elsewhere = chosen?.credentialNames ?? chosen?.serverCertificate ?? chosen?.tlsCertificates;
  if (!server.securedHost || elsewhere) return {};
  const present = before?.credentialName;
  const own = present && present !== (securedBefore && credentialNameFor(securedBefore));
  return { credentialName: own ? present : credentialNameFor(server.securedHost) };
}

/**
 * For each server of the form, the server of the object that it edits: on the same port, with the most hosts in common.
 */
function matchServers(
  forms: readonly GatewayServerForm[],
  servers: readonly GatewayServer[],
): (GatewayServer | undefined)[] {
  return pairUp(forms, servers, (form, server) =>
    form.port === server.port.number
      ? 1 + server.hosts.filter((host) => form.hosts.includes(host)).length
      : 0,
  );
}

/**
 * A port name for each server, unique in the Gateway as Istio requires: the current name if the protocol is the same,
 * otherwise `https-443`, and `https-443-1` for the next server on that port.
 */
export function portNames(
  forms: readonly GatewayServerForm[],
  earlier: readonly (GatewayServer | undefined)[],
): string[] {
  const kept = forms.map((form, index) => {
    const port = earlier[index]?.port;
    return port?.protocol.toUpperCase() === form.protocol && port.name ? port.name : null;
  });
  const used = new Set<string>();
  const unique = kept.map((name) => {
    if (!name || used.has(name)) return null;
    used.add(name);
    return name;
  });
  return forms.map((form, index) => unique[index] ?? fresh(form, used));
}

function fresh({ port, protocol }: GatewayServerForm, used: Set<string>): string {
  const base = `${protocol.toLowerCase()}-${port}`;
  let name = base;
  for (let count = 1; used.has(name); count++) name = `${base}-${count}`;
  used.add(name);
  return name;
}
