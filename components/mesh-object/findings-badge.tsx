import { StatusBadge } from "@/components/ui/status-badge";

/** How many errors and warnings are found about an object: the worse in colour, both in words. */
export function FindingsBadge({ errors, warnings }: { errors: number; warnings: number }) {
  const words = [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ");
  if (words === "") return <StatusBadge state="done">No findings</StatusBadge>;
  return <StatusBadge state={errors > 0 ? "failed" : "waiting"}>{words}</StatusBadge>;
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
