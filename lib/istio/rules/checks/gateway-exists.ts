import { meshGateway } from "../../virtual-service/form";
import type { Check } from "../finding";
import { gatewayKeys } from "../indexes";

/** A Virtual Service names only gateways that exist. */
export const gatewayExists: Check<"VirtualService"> = {
  id: "gateway-exists",
  code: "IST0101",
  title: "A Virtual Service names a Gateway that does not exist",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    gatewayKeys(virtualService).flatMap((key, index) => {
      if (key === meshGateway || mesh.one("gateways", key)) return [];
      const name = key.slice(key.indexOf("/") + 1);
      const elsewhere = mesh.one("gatewaysByName", name)?.metadata.namespace;
      return [
        {
          severity: "error",
          path: ["spec", "gateways", index],
          message: `There is no Gateway ${key}`,
          remedy: elsewhere
            ? `A Gateway of this name is in another namespace: write ${elsewhere}/${name}`
            : "Create the Gateway, or choose one that exists",
        },
      ];
    }),
};
