import { dnsPart } from "../../fields/host";
import { type Check, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";

/** A certificate names each host that its server serves by name. */
export const certificateCoversHosts: Check = {
  id: "certificate-covers-hosts",
  code: "LAM0110",
  title: "A certificate that does not name the host",
  run: ({ snapshot, ingressWorkloads, secrets }) =>
    snapshot.gateways.flatMap((gateway) => {
      const namespaces = new Set(ingressWorkloads(gateway).map(({ namespace }) => namespace));
      return (gateway.spec.servers ?? []).flatMap(({ tls, hosts }, index) => {
        const name = tls?.credentialName ?? "";
        const found = [...namespaces]
          .map((namespace) => secrets.get(keyOf({ namespace, name })))
          .find(Boolean);
        const names = found?.certificate?.names;
        if (!names) return [];
        return hosts.flatMap((host, position) =>
          dnsPart(host).includes("*") || names.some((certified) => certifies(certified, dnsPart(host)))
            ? []
            : [
                {
                  severity: "warning" as const,
                  object: referenceTo(gateway),
                  path: ["spec", "servers", index, "hosts", position],
                  message: `The certificate in ${name} is for ${names.join(", ")}, not for ${dnsPart(host)}`,
                  remedy:
                    "Give the host a server of its own with a certificate for it, or a certificate for both",
                },
              ],
        );
      });
    }),
};

/** A wildcard in a certificate stands for exactly one label. Source: RFC 9525, section 6.3. */
function certifies(certified: string, host: string): boolean {
  if (!certified.startsWith("*.")) return certified === host;
  return host.slice(host.indexOf(".")) === certified.slice(1);
}
