import { Badge } from "@/components/ui/badge";
import type { RouteForm, WeightForm } from "@/lib/istio/virtual-service/route-form";
import { percentages } from "@/lib/istio/virtual-service/share-weights";
import { destinationInWords, trafficInWords, treatmentInWords } from "./route-in-words";
import { texts } from "./texts";

/** The routes of a VirtualService in order, read-only. */
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

const protocolNames: Record<RouteForm["protocol"], string> = {
  http: "HTTP, gRPC",
  tls: "TLS",
  tcp: "TCP",
};

/** One route, read-only: its requests, their destinations, and what else happens. */
function RouteSummary({ route, number }: { route: RouteForm; number: number }) {
  const treatment = treatmentInWords(route);
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:gap-8">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-subtle text-xs">
          <span>
            {texts.routeNumber({ number })}

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
        <ShareBars weights={route.weights} label={texts.shareOf({ number })} />
      ) : null}
    </div>
  );
}

/** The distribution of a route's traffic: a bar and a number for each destination. */
function ShareBars({ weights, label }: { weights: readonly WeightForm[]; label: string }) {
  const shares = percentages(weights.map(({ weight }) => weight));
  return (
    <ul aria-label={label} className="grid content-start gap-2">
      {weights.map((weight, index) => {
        const name = destinationInWords(weight);
        return (
          <li key={name} className="grid gap-1 text-sm">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 break-words font-mono text-ink">{name}</span>
              <span className="shrink-0 text-muted tabular-nums">{shares[index]}%</span>
            </div>
            <div aria-hidden className="h-2 overflow-hidden rounded-full bg-hover">
              <div className="h-full rounded-full bg-accent" style={{ width: `${shares[index]}%` }} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
