import { meshGateway } from "../../virtual-service/form";
import { type Check, referenceTo } from "../finding";
import { gatewayKeys } from "../mesh-index";

/** A Virtual Service names only gateways that exist. */
export const gatewayExists: Check = {
  id: "gateway-exists",
  code: "IST0101",
  title: "A Virtual Service names a Gateway that does not exist",
  run: ({ snapshot, gateways, gatewaysByName }) =>
    snapshot.virtualServices.flatMap((virtualService) =>
      gatewayKeys(virtualService).flatMap((key, index) => {
        if (key === meshGateway || gateways.has(key)) return [];
        const name = key.slice(key.indexOf("/") + 1);
        const elsewhere = gatewaysByName.get(name)?.[0]?.metadata.namespace;
        return [
          {
            severity: "error" as const,
            object: referenceTo(virtualService),
            path: ["spec", "gateways", index],
            message: `There is no Gateway ${key}`,
            remedy: elsewhere
              ? `A Gateway of this name is in another namespace: write ${elsewhere}/${name}`
              : "Create the Gateway, or choose one that exists",
          },
        ];
      }),
    ),
};
