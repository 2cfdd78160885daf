import { Check, CircleX, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** How many errors and warnings are found about an object: the worse in colour, both in words. */
export function FindingsBadge({ errors, warnings }: { errors: number; warnings: number }) {
  const words = [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ");
  if (words === "")
    return (
      <Badge tone="done" icon={<Check aria-hidden />}>
        No problems
      </Badge>
    );
  return (
    <Badge
      tone={errors > 0 ? "failed" : "waiting"}
      icon={errors > 0 ? <CircleX aria-hidden /> : <TriangleAlert aria-hidden />}
    >
      {words}
    </Badge>
  );
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
