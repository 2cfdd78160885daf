import { credentialNameFor, parseSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { GatewayObject } from "../../gateway/object";
import { type Check, type FoundByCheck, referenceTo } from "../finding";
import { keyOf, type MeshIndex } from "../mesh-index";

/** A Gateway's certificate is in the namespace of the ingress pods, which is where Istio looks for it. */
export const credentialExists: Check = {
  id: "credential-exists",
  code: "IST0161",
  title: "A Gateway's certificate is missing or in the wrong namespace",
  run: (mesh) =>
    mesh.snapshot.gateways.flatMap((gateway) => {
      const places = [...new Set(mesh.ingressWorkloads(gateway).map(({ namespace }) => namespace))];
      return (gateway.spec.servers ?? []).flatMap(({ tls }, index) => {
        const name = tls?.credentialName;
        if (!name || name.includes("://")) return [];
        const path = ["spec", "servers", index, "tls", "credentialName"];
        return places.flatMap((namespace) => missing(mesh, gateway, name, namespace, path));
      });
    }),
};

function missing(
  { secrets, secretsByName, snapshot }: MeshIndex,
  gateway: GatewayObject,
  name: string,
  namespace: string,
  path: (string | number)[],
): FoundByCheck[] {
  if (secrets.has(keyOf({ namespace, name }))) return [];
  const object = referenceTo(gateway);
  if (isOurs(gateway, name)) {
    const message = `Secret ${namespace}/${name} is not there yet`;
    const remedy = "Lamia writes it as soon as the certificate is issued; see the steps of the Gateway";
    return [{ severity: "info", object, path, message, remedy }];
  }
  if (snapshot.onlyOwnSecrets) return [];
  const elsewhere = secretsByName.get(name)?.[0]?.namespace;
  const message = elsewhere
    ? `Secret ${name} is in ${elsewhere}; Istio looks for it in ${namespace}, where the ingress pods are`
    : `There is no Secret ${name} in ${namespace}, where the ingress pods are`;
  const remedy = elsewhere
    ? `Copy the Secret to ${namespace}`
    : "Create the Secret (type kubernetes.io/tls), or set a Secured Host to let Lamia get a certificate";
  return [{ severity: "error", object, path, message, remedy }];
}

function isOurs({ metadata }: GatewayObject, credentialName: string): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation] ?? "").some(
    ({ host }) => credentialNameFor(host) === credentialName,
  );
}
