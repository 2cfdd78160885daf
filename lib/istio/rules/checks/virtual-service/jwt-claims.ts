import { meshGateway } from "../../../virtual-service/form";
import type { Check } from "../../finding";
import { gatewayKeys } from "../../indexes";

const claim = /^@request\.auth\.claims(\..+|\[.+\])$/i;

/**
 * Claims of a token are there only where a RequestAuthentication checks the token. Lamia does not watch these, so it says
 * what has to be there. Source: Istio, IST0149.
 */
export const jwtClaims: Check<"VirtualService"> = {
  id: "jwt-claims",
  code: "IST0149",
  title: "A route by a claim of a token",
  of: "VirtualService",
  run: (virtualService) => {
    if (gatewayKeys(virtualService).every((key) => key === meshGateway)) return [];
    return (virtualService.spec.http ?? []).flatMap(({ match = [] }, index) =>
      match.flatMap((each, position) => {
        const names = Object.keys({ ...each.headers, ...each.withoutHeaders });
        const name = names.find((written) => claim.test(written));
        return name === undefined
          ? []
          : [
              {
                severity: "info" as const,
                path: ["spec", "http", index, "match", position],
                message: `The condition on ${name} holds only for tokens that a RequestAuthentication has checked`,
                remedy: "Make sure that a RequestAuthentication selects the pods of the ingress",
              },
            ];
      }),
    );
  },
};
