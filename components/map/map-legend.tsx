import { StatusIcon } from "@/components/ui/status-badge";

/** What thickness, dashes and signs of the picture mean. */
export function MapLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-xs">
      <li className="flex items-center gap-2">
        <span aria-hidden className="inline-flex items-center gap-1">
          <span className="h-px w-4 bg-control" />
          <span className="h-1 w-4 bg-control" />
        </span>
        share of the requests
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden className="h-3.5 w-5 rounded-sm border border-failed-solid border-dashed" />
        named, but does not exist
      </li>
      <li className="flex items-center gap-1.5">
        <StatusIcon state="failed" decorative className="size-3.5" /> error
      </li>
      <li className="flex items-center gap-1.5">
        <StatusIcon state="waiting" decorative className="size-3.5" /> warning
      </li>
      <li className="flex items-center gap-1.5">
        <StatusIcon state="idle" decorative className="size-3.5" /> worth knowing
      </li>
    </ul>
  );
}
