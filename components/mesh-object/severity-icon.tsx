import { CircleX, Info, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { FindingView } from "@/lib/api/finding";

const looks = {
  error: { icon: CircleX, colour: "text-failed" },
  warning: { icon: TriangleAlert, colour: "text-waiting" },
  info: { icon: Info, colour: "text-running" },
} as const;

/** The sign of a finding's severity, with its word for screen readers. */
export function SeverityIcon(props: { severity: FindingView["severity"]; className?: string }) {
  const { icon: Icon, colour } = looks[props.severity];
  return (
    <>
      <Icon aria-hidden className={cn("size-4 shrink-0", colour, props.className)} />
      <span className="sr-only">{props.severity}: </span>
    </>
  );
}
