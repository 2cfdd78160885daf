import { Badge } from "@/components/ui/badge";
import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { trafficInWords, treatmentInWords } from "./route-in-words";
import { ShareBars } from "./share-bars";

const protocolNames: Record<RouteForm["protocol"], string> = {
  http: "HTTP, gRPC",
  tls: "TLS",
  tcp: "TCP",
};

/** One route, to be read: for which requests, where they go, what happens to them. */
export function RouteSummary({ route, number }: { route: RouteForm; number: number }) {
  const treatment = treatmentInWords(route);
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:gap-8">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-subtle text-xs">
          <span>
            Route {number}
            {route.name ? <span className="font-mono"> {route.name}</span> : null}
          </span>
          <Badge>{protocolNames[route.protocol]}</Badge>
        </p>
        <p className="mt-1 break-words text-ink">{trafficInWords(route)}</p>
        {treatment.map((sentence) => (
          <p key={sentence} className="break-words text-muted text-sm">
            {sentence}
          </p>
        ))}
      </div>
      {route.weights.length > 0 ? (
        <ShareBars weights={route.weights} label={`Share of traffic of route ${number}`} />
      ) : null}
    </div>
  );
}
