import type { GatewayObject } from "../../gateway/object";
import { type Check, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";
import { push } from "../workload-index";

/**
 * A certificate serves one Gateway: browsers reuse a connection for all its names and meet the wrong Gateway.
 */
export const sharedCertificate: Check = {
  id: "shared-certificate",
  code: "IST0138",
  title: "One certificate in two Gateways",
  run: ({ snapshot, ingressWorkloads, secrets }) => {
    const uses = new Map<string, { gateway: GatewayObject; index: number }[]>();
    for (const gateway of snapshot.gateways) {
      const places = new Set(ingressWorkloads(gateway).map(({ namespace }) => namespace));
      for (const [index, { tls }] of (gateway.spec.servers ?? []).entries()) {
        const name = tls?.credentialName;
        if (!name) continue;
        for (const namespace of places) {
          const serial = secrets.get(keyOf({ namespace, name }))?.certificate?.serial;
          push(uses, serial ? `serial ${serial}` : keyOf({ namespace, name }), { gateway, index });
        }
      }
    }
    return [...uses.values()].flatMap((list) => {
      const gateways = [...new Set(list.map(({ gateway }) => gateway))];
      if (gateways.length < 2) return [];
      return list.map(({ gateway, index }) => {
        const others = gateways.filter((other) => other !== gateway).map(({ metadata }) => keyOf(metadata));
        const more = others.length > 3 ? ` and ${others.length - 3} more` : "";
        return {
          severity: "warning" as const,
          object: referenceTo(gateway),
          path: ["spec", "servers", index, "tls", "credentialName"],
          message:
            `The certificate is also used by Gateway ${others.slice(0, 3).join(", ")}${more}; ` +
            "browsers that reuse an HTTP/2 connection may get 404",
          remedy: "Serve all hosts of the certificate by one Gateway, or use a certificate for each",
        };
      });
    });
  },
};
