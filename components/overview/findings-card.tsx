import { severityOrder, severityWords } from "@/components/finding/severity-words";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { StatusIcon } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/link";
import { TextLink } from "@/components/ui/text-link";
import type { OverviewNumbers } from "./overview-numbers";

/** How much the checks find, by severity. */
export function FindingsCard({ severities }: Pick<OverviewNumbers, "severities">) {
  const none = severityOrder.every((severity) => severities[severity].count === 0);
  return (
    <Card
      title="Findings"
      description={none ? "All objects fit together." : undefined}
      actions={<TextLink href="/findings">All findings</TextLink>}
    >
      <ul aria-label="Findings by severity" className="-mt-1 grid gap-0.5">
        {severityOrder.map((severity) => (
          <li key={severity}>
            <PageLink
              href={severities[severity].href}
              className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
            >
              <span aria-hidden className="inline-flex">
                {severities[severity].count === 0 ? (
                  <StatusIcon state="done" decorative />
                ) : (
                  <SeverityIcon severity={severity} />
                )}
              </span>
              {severityWords[severity].many}
              <span className="ml-auto font-medium tabular-nums">{severities[severity].count}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
