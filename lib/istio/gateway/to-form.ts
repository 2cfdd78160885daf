import { withSpec } from "@/lib/istio/fields/drop-empty";
import type { GatewayObject, GatewayServer, ServerTls } from "@/lib/model/istio-objects";
import { type DnsRecords, dnsRecordsAnnotation, dnsRecordsKey } from "@/lib/model/record-hosts";
import {
  clientCaAnnotation,
  credentialNameFor,
  parseSecuredHosts,
  securedHostsAnnotation,
  shareAnnotation,
} from "@/lib/model/secured-hosts";
import { dropUndefined, orAbsent, pick, withoutEmpty } from "../fields/drop-empty";
import { objectForm, objectPlaces, specPlaces } from "../fields/object-form";
import { both, type Place, type Steps, shownBy, standsAt, step } from "../fields/places";
import type { GatewayForm } from "./form";
import { hasDedicatedIngress, ingressAnnotation } from "./ingress";
import type { GatewayProtocol } from "./protocol";
import { securedHostByServer } from "./secured-servers";
import { type GatewayServerForm, type GatewayTlsForm, serverFields, tlsFields } from "./server-form";

/**
 * The form that shows any Gateway, whoever created it. It keeps values that Istio would refuse, so that `gatewayFormSchema`
 * can report the mistake at its field.
 */
export function formFromGateway(gateway: GatewayObject): GatewayForm {
  const { metadata, spec } = withSpec(gateway);
  const servers = spec.servers ?? [];
  const secured = securedHostByServer(
    servers,
    parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation] ?? ""),
  );
  const { [dnsRecordsKey]: dnsRecords, ...others } = objectForm(metadata).metadata;
  return {
    ...objectForm(metadata),
    metadata: others,
    // As written, so that the form can report a mistake.
    ...(dnsRecords === undefined ? {} : { dnsRecords: dnsRecords as DnsRecords }),
    selector: { ...spec.selector },
    ...(hasDedicatedIngress(metadata) ? { ingress: { kind: "dedicated" as const } } : {}),
    ...sharing(metadata.annotations),
    servers: servers.map((server) => serverForm(server, secured.get(server))),
  };
}

/** As written, so that the form can report a mistake. */
function sharing(annotations: Record<string, string> = {}): Pick<GatewayForm, "sharedWith" | "clientCa"> {
  const sharedWith = (annotations[shareAnnotation] ?? "").split(",").map((part) => part.trim());
  return withoutEmpty({
    sharedWith: sharedWith.filter((part) => part !== ""),
    clientCa: (annotations[clientCaAnnotation] ?? "").trim(),
  });
}

function serverForm(server: GatewayServer, securedHost: string | undefined): GatewayServerForm {
  return dropUndefined({
    ...withoutEmpty(pick(server, serverFields)),
    securedHost,
    hosts: [...server.hosts],
    port: server.port.number,
    protocol: server.port.protocol.toUpperCase() as GatewayProtocol,
    tls: server.tls && tlsForm(server.tls, securedHost),
  });
}

/** Omits what Lamia sets by itself: the name of its credential, and the mode that belongs to it. */
function tlsForm(tls: ServerTls, securedHost: string | undefined): GatewayTlsForm | undefined {
  const shown: GatewayTlsForm = withoutEmpty(pick(tls, tlsFields));
  if (securedHost === undefined) return orAbsent(shown);
  const { mode, credentialName, ...others } = shown;
  const isOurs = credentialName === credentialNameFor(securedHost);
  return orAbsent(
    dropUndefined({
      ...others,
      mode: mode === "SIMPLE" ? undefined : mode,
      credentialName: isOurs ? undefined : credentialName,
    }),
  );
}

/** A server with a Secured Host, by its position. */
const securedServer: Steps = {
  inForm: 1,
  inObject: 0,
  toObject(object, [index]) {
    const { servers } = formFromGateway(object as GatewayObject);
    return servers[Number(index)]?.securedHost ? [] : null;
  },
  toForm: () => null,
};

/** Where the fields of the form are in a Gateway. Fields of a server that have the same name in both need no line. */
export const gatewayPlaces: readonly Place[] = [
  shownBy(["metadata", "annotations", securedHostsAnnotation], ["servers"]),
  shownBy(["metadata", "annotations", ingressAnnotation], ["ingress"]),
  shownBy(["metadata", "annotations", shareAnnotation], ["sharedWith"]),
  both(["dnsRecords"], ["metadata", "annotations", dnsRecordsAnnotation]),
  both(["clientCa"], ["metadata", "annotations", clientCaAnnotation]),
  ...objectPlaces,
  standsAt(["sharedWith", step.below], ["metadata", "annotations", shareAnnotation]),
  standsAt(["ingress", step.below], ["metadata", "annotations", ingressAnnotation]),
  standsAt(["servers", securedServer, "securedHost"], ["metadata", "annotations", securedHostsAnnotation]),
  // Without a Secured Host, it is the server that needs TLS settings.
  standsAt(["servers", step.index, "securedHost"], ["spec", "servers", step.index, "tls"]),
  both(["servers", step.index, "port"], ["spec", "servers", step.index, "port", "number"]),
  both(["servers", step.index, "protocol"], ["spec", "servers", step.index, "port", "protocol"]),
  shownBy(["spec", "servers", step.index, "port", step.below], ["servers", step.index, "port"]),
  specPlaces,
];
