import { routesOf } from "../../destinations";
import type { Check } from "../../finding";

/** The weights of a route add up to 100; Istio refuses a total of 0 and takes all others as shares. */
export const weightsAddUp: Check<"VirtualService"> = {
  id: "weights-add-up",
  code: "LAM0102",
  title: "Weights that do not add up to 100",
  of: "VirtualService",
  run: (virtualService) =>
    routesOf(virtualService).flatMap(({ route, path }) => {
      const total = (route.route ?? []).reduce((sum, { weight }) => sum + (weight ?? 0), 0);
      if ((route.route?.length ?? 0) < 2 || total === 100) return [];
      return [
        {
          severity: total === 0 ? "error" : "warning",
          path: [...path, "route"],
          message:
            total === 0
              ? "The weights of this route add up to 0, which Istio refuses"
              : `The weights of this route add up to ${total}, so they are shares and no percentages`,
          remedy: "Set weights that add up to 100",
        },
      ];
    }),
};
