"use client";
import { Check, CircleX, Info, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/link";
import type { FindingView } from "@/lib/api/finding";
import { hrefOfReference, kindTitles, type LinkedKind, newHref } from "./pages/kind-pages";
import { texts } from "./texts";

const looks = {
  error: { icon: CircleX, colour: "text-failed" },
  warning: { icon: TriangleAlert, colour: "text-waiting" },
  info: { icon: Info, colour: "text-running" },
} as const;

/** The icon of a finding's severity, with its name for screen readers. */
export function SeverityIcon(props: { severity: FindingView["severity"]; className?: string }) {
  const { icon: Icon, colour } = looks[props.severity];
  return (
    <>
      <Icon aria-hidden className={cn("size-4 shrink-0", colour, props.className)} />
      <span className="sr-only">{props.severity}: </span>
    </>
  );
}

/** The number of errors and warnings about an object: the worse one in color, both in words. */
export function FindingsBadge({ errors, warnings }: { errors: number; warnings: number }) {
  const words = [
    errors > 0 ? texts.errorCount({ count: errors }) : "",
    warnings > 0 ? texts.warningCount({ count: warnings }) : "",
  ]
    .filter(Boolean)
    .join(", ");
  if (words === "")
    return (
      <Badge tone="done" icon={<Check aria-hidden />}>
        {texts.noErrors}
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

export interface FindingListProps {
  findings: readonly FindingView[];
  /** The page's object: findings about others name and link theirs. */
  about: { kind: string; name: string };
  /** At the end of an entry, e.g. a button that goes to its field. */
  actionOf?: ((finding: FindingView) => ReactNode) | undefined;
  /** More than this are behind a button. */
  most?: number | undefined;
}

/** The results of the checks: what is wrong, what to do, where. */
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
            {texts.showMore({ count: findings.length - shown.length })}
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

/** The missing object for each check that reports one, and the initial values of its form. */
const missing: Readonly<Record<string, { kind: LinkedKind; about?: string }>> = {
  "gateway-has-routes": { kind: "VirtualService", about: "gateway" },
  "gateway-exists": { kind: "Gateway" },
  "destination-exists": { kind: "Service" },
};

/** Links to the form of the missing object; nothing if a form wouldn't fix the finding. */
export function RemedyLink({ finding: { check, object } }: { finding: FindingView }) {
  const found = missing[check];
  if (!found) return null;
  const { kind, about } = found;
  const query = about ? `?${new URLSearchParams({ [about]: object.name })}` : "";
  return (
    <TextLink href={`${newHref(kind, object.namespace)}${query}`}>
      {texts.createA({ kind: kindTitles[kind].title.toLowerCase() })}
    </TextLink>
  );
}
