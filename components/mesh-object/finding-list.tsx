"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import type { FindingView } from "@/lib/api/finding";
import { hrefOfReference, kindTitles } from "./kind-pages";
import { SeverityIcon } from "./severity-icon";

export interface FindingListProps {
  findings: readonly FindingView[];
  /** The object of the page: findings about others name and link theirs. */
  about: { kind: string; name: string };
  /** At the end of an entry, e.g. a button that shows its field. */
  actionOf?: ((finding: FindingView) => ReactNode) | undefined;
  /** Beyond so many the rest waits behind a button. */
  most?: number | undefined;
}

/** What the checks found: what is wrong, what to do, where. */
export function FindingList({ findings, about, actionOf, most = 8 }: FindingListProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? findings : findings.slice(0, most);
  return (
    <ul className="divide-y divide-line">
      {shown.map((finding) => (
        <li
          key={`${finding.check} ${finding.object.kind} ${finding.object.namespace}/${finding.object.name} ${finding.path.join(".")}`}
          className="flex gap-2.5 py-2.5 text-sm first:pt-0 last:pb-0"
        >
          <SeverityIcon severity={finding.severity} className="mt-0.5" />
          <div className="min-w-0 flex-1">
            <p className="text-pretty break-words text-ink">{finding.message}</p>
            <p className="text-pretty break-words text-muted">{finding.remedy}</p>
            <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-subtle text-xs">
              <span className="font-mono">{finding.code}</span>
              <span className="break-all font-mono">{placeOf(finding.path)}</span>
              <AboutOther finding={finding} about={about} />
              {actionOf?.(finding)}
            </p>
          </div>
        </li>
      ))}
      {shown.length < findings.length ? (
        <li className="pt-2.5">
          <Button size="sm" onClick={() => setIsWhole(true)}>
            Show {findings.length - shown.length} more
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function AboutOther({
  finding: { object },
  about,
}: {
  finding: FindingView;
  about: FindingListProps["about"];
}) {
  if (object.kind === about.kind && object.name === about.name) return null;
  const href = hrefOfReference(object);
  const title = kindTitles[object.kind as keyof typeof kindTitles]?.title ?? object.kind;
  const words = `${title} ${object.namespace}/${object.name}`;
  return href ? <TextLink href={href}>{words}</TextLink> : <span>{words}</span>;
}

/** `["spec", "http", 0, "route"]` → `spec.http[0].route`. */
function placeOf(path: FindingView["path"]): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : at > 0 ? `.${step}` : step))
    .join("");
}
