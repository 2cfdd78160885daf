import { SeverityIcon } from "@/components/mesh-object/findings";
import type { FindingView } from "@/lib/api/finding";
import { texts } from "./texts";

/** What thickness, dashes and signs of the picture mean. */
export function MapLegend() {
  return (
    <ul aria-label={texts.legend} className="flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-xs">
      <li className="flex items-center gap-2">
        <span aria-hidden className="inline-flex items-center gap-1">
          <span className="h-px w-4 bg-control" />
          <span className="h-1 w-4 bg-control" />
        </span>
        {texts.share}
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden className="h-3.5 w-5 rounded-sm border border-failed-solid border-dashed" />
        {texts.named}
      </li>
      <Sign severity="error" words="error" />
      <Sign severity="warning" words="warning" />
      <Sign severity="info" words={texts.information} />
    </ul>
  );
}

function Sign({ severity, words }: { severity: FindingView["severity"]; words: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className="inline-flex">
        <SeverityIcon severity={severity} className="size-3.5" />
      </span>
      {words}
    </li>
  );
}
