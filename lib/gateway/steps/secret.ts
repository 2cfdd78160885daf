import { credentialNameFor } from "../secured-hosts";
import type { CertificateFact } from "./certificate";
import { step } from "./step";

export interface SecretFact {
  name: string;
  namespaces: string[];
  /** Serial of the certificate in it. */
  serial: string;
}

export const secret = step({
  id: "secret",
  needs: ["certificate"],
  title: "TLS Secret",
  purpose: "The certificate and its key stand beside the ingress workload, and the Gateway names them.",
  async run(target, facts: { certificate: CertificateFact }, world) {
    const { gateway, server } = target;
    const { serial } = facts.certificate;
    if (!server) {
      return {
        state: "blocked",
        note: `The Gateway has no server on port ${target.port} for ${target.host}.`,
        remedy: `Add ${target.host} to the hosts of an HTTPS server on port ${target.port}, or move the Secured Host to a port it has.`,
      };
    }
    if (server.protocol.toUpperCase() !== "HTTPS" && server.protocol.toUpperCase() !== "TLS") {
      return {
        state: "blocked",
        note: `The Gateway's server on port ${target.port} speaks ${server.protocol}, which carries no certificate.`,
        remedy: `Set the protocol of port ${target.port} to HTTPS.`,
      };
    }
    if (server.tlsMode === "PASSTHROUGH" || server.tlsMode === "AUTO_PASSTHROUGH") {
      return {
        state: "blocked",
        note: `The Gateway passes TLS on port ${target.port} through; the certificate is the workload's own.`,
        remedy: `Set tls.mode of port ${target.port} to SIMPLE to end TLS at the Gateway.`,
      };
    }
    const name = server.credentialName ?? credentialNameFor(target.host);
    const ingresses = await world.cluster.ingresses(target);
    const namespaces = [...new Set(ingresses.map((ingress) => ingress.namespace))].sort();
    if (namespaces.length === 0) {
      return {
        state: "blocked",
        note: "No ingress workload carries the labels of the Gateway's selector, so there is no place for the Secret.",
        remedy: "Install an Istio ingress gateway with these labels, or correct the Gateway's selector.",
      };
    }
    for (const namespace of namespaces) {
      const standing = await world.cluster.tlsSecret(namespace, name);
      if (standing && !standing.ours && standing.serial !== serial) {
        return {
          state: "blocked",
          note: `The Secret ${namespace}/${name} stands already and is not Lamia's.`,
          remedy: `Delete it, or remove credentialName from the Gateway's server on port ${target.port} so that Lamia chooses a name.`,
        };
      }
      if (standing?.serial !== serial) await world.vault.publish(target.host, namespace, name);
    }
    if (server.credentialName !== name || server.tlsMode === null)
      await world.cluster.nameCredential(target, name);
    const fact: SecretFact = { name, namespaces, serial };
    const places = namespaces.map((namespace) => `${namespace}/${name}`).join(", ");
    return { state: "done", note: `${places}, named by Gateway ${gateway.name}.`, fact };
  },
});
