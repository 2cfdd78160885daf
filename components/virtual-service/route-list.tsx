import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { RouteSummary } from "./route-summary";

/** The routes of a Virtual Service in their order, to be read. */
export function RouteList({ routes }: { routes: readonly RouteForm[] }) {
  return (
    <ol className="divide-y divide-line">
      {routes.map((route, index) => (
        <li
          key={`${route.protocol} ${route.name ?? ""} ${route.condition}`}
          className="py-4 first:pt-0 last:pb-0"
        >
          <RouteSummary route={route} number={index + 1} />
        </li>
      ))}
    </ol>
  );
}
