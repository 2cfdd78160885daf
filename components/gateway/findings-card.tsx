import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FindingView } from "@/lib/api/finding";

const tones = { error: "failed", warning: "waiting", info: "neutral" } as const;

/** What the checks say of a gateway; nothing is drawn while they say nothing. */
export function FindingsCard({ findings }: { findings: readonly FindingView[] }) {
  if (findings.length === 0) return null;
  return (
    <Card
      title="Findings"
      description="What the checks of Istio's rules say of this gateway, and what to do about it."
      flush
    >
      <ul aria-label="Findings" className="divide-y divide-line">
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.path.join(".")} ${finding.message}`}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2.5 text-sm"
          >
            <Badge tone={tones[finding.severity]} className="mt-px min-w-20 justify-center">
              {finding.code}
            </Badge>
            <div className="min-w-0 flex-1 basis-60">
              <p className="text-pretty break-words text-ink">
                <span className="sr-only">{finding.severity}: </span>
                {finding.message}
              </p>
              <p className="text-pretty break-words text-muted">{finding.remedy}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
