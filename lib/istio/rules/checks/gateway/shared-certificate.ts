import { credentialsOf } from "../../../gateway/credentials";
import type { GatewayObject } from "../../../gateway/object";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";
import type { Mesh } from "../../mesh";

/**
 * A certificate serves one Gateway: browsers reuse a connection for all its names and meet the wrong Gateway.
 */
export const sharedCertificate: Check<"Gateway"> = {
  id: "shared-certificate",
  code: "IST0138",
  title: "One certificate in two Gateways",
  of: "Gateway",
  run: (gateway, mesh) =>
    (gateway.spec.servers ?? []).flatMap((server, index) =>
      credentialsOf(server).flatMap(({ name, path }) => {
        const users = mesh
          .ingressOf(gateway)
          .namespaces.map((namespace) => usersOf(mesh, namespace, name))
          .find(({ length }) => length > 1);
        if (!users) return [];
        const others: string[] = [];
        for (const other of users) {
          if (other !== gateway) others.push(keyOf(other.metadata));
          if (others.length === 3) break;
        }
        const more = users.length > 4 ? ` and ${users.length - 4} more` : "";
        return [
          {
            severity: "warning",
            path: ["spec", "servers", index, ...path],
            message:
              `The certificate is also used by Gateway ${others.join(", ")}${more}; ` +
              "browsers that reuse an HTTP/2 connection may get 404",
            remedy: "Serve all hosts of the certificate by one Gateway, or use a certificate for each",
          },
        ];
      }),
    ),
};

/** The Gateways that serve the certificate of a Secret, from this Secret or from a copy of it. */
function usersOf(mesh: Mesh, namespace: string, name: string): readonly GatewayObject[] {
  return mesh.once(`users ${namespace}/${name}`, () => {
    const serial = mesh.one("secrets", keyOf({ namespace, name }))?.certificate?.serial;
    const copies = serial ? mesh.find("secretsBySerial", serial) : [{ namespace, name }];
    const users = copies.flatMap((copy) =>
      mesh
        .find("gatewaysByCredential", copy.name)
        .filter((gateway) => mesh.ingressOf(gateway).namespaces.includes(copy.namespace)),
    );
    return [...new Set(users)];
  });
}
