import { stateStyles } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PageLink, TextLink } from "@/components/ui/link";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import type { Overview } from "@/lib/api/overview";
import { bucketWords, type OverviewNumbers } from "./overview-numbers";
import { texts } from "./texts";

const mostListed = 5;

export interface CertificatesCardProps {
  next: Overview["certificates"]["next"];
  numbers: OverviewNumbers;
}

/** Certificates by the days that are left, and those that end next. */
export function CertificatesCard({ next, numbers }: CertificatesCardProps) {
  return (
    <Card
      title={texts.byDaysLeft}
      actions={<TextLink href="/certificates">{texts.allCertificates}</TextLink>}
    >
      {numbers.certificates.count === 0 ? (
        <p className="text-muted text-sm">{texts.noCertificates}</p>
      ) : (
        <div className="grid gap-4">
          <Timeline spans={numbers.spans} />
          <ul aria-label={texts.nextToExpire} className="grid gap-3">
            {next.slice(0, mostListed).map((certificate) => (
              <li
                key={`${certificate.virtualCluster}/${certificate.gateway} ${certificate.host}`}
                className="grid grid-cols-[minmax(0,1fr)_10rem] items-center gap-4"
              >
                <div className="min-w-0">
                  <TextLink
                    href={`/virtual-clusters/${encodeURIComponent(certificate.virtualCluster)}/gateways/${encodeURIComponent(certificate.gateway)}`}
                    className="block truncate font-mono text-xs"
                  >
                    {certificate.host}
                  </TextLink>
                  <p
                    className={cn(
                      "truncate text-xs",
                      certificate.renewalProblem ? "text-failed" : "text-subtle",
                    )}
                  >
                    {certificate.renewalProblem ?? certificate.virtualCluster}
                  </p>
                </div>
                <ValidityBar {...certificate} label={texts.validityOf({ host: certificate.host })} compact />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Timeline({ spans }: Pick<OverviewNumbers, "spans">) {
  const most = Math.max(1, ...spans.map(({ count }) => count));
  return (
    <ol aria-label={texts.byDaysLeft} className="flex items-end gap-1 border-line border-b sm:gap-2">
      {spans.map(({ span, count, href }) => {
        const { label, state } = bucketWords(span);
        return (
          <li key={label} className="min-w-0 flex-1">
            <PageLink
              href={href}
              aria-label={texts.certificatesIn({ count, span: label })}
              className="group flex flex-col items-center rounded-md pt-1 hover:bg-hover"
            >
              <span className="font-medium text-ink text-sm tabular-nums">{count}</span>
              <span className="flex h-14 w-full items-end px-1 sm:px-3">
                <span
                  className={cn("w-full rounded-t-sm", count > 0 ? stateStyles[state].solid : "bg-line")}
                  style={{ height: `max(2px, ${(count / most) * 100}%)` }}
                />
              </span>
              <span className="flex min-h-10 items-start justify-center text-balance py-1 text-center text-subtle text-xs">
                {label}
              </span>
            </PageLink>
          </li>
        );
      })}
    </ol>
  );
}
