import type { WeightForm } from "@/lib/istio/virtual-service/route-form";
import { percentages } from "@/lib/istio/virtual-service/share-weights";
import { destinationInWords } from "./route-in-words";

/** How a route's traffic is shared among its destinations: a bar each, with its share in numbers. */
export function ShareBars({ weights, label }: { weights: readonly WeightForm[]; label: string }) {
  const shares = percentages(weights.map(({ weight }) => weight));
  return (
    <ul aria-label={label} className="grid content-start gap-2">
      {weights.map((weight, index) => {
        const name = destinationInWords(weight);
        return (
          <li key={name} className="grid gap-1 text-sm">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 break-words font-mono text-ink">{name}</span>
              <span className="shrink-0 text-muted tabular-nums">{shares[index]} %</span>
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
