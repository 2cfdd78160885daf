"use client";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { DescriptionList } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { YamlDiff } from "@/components/yaml/yaml-diff";
import type { AuditDetails, AuditEntry } from "@/lib/api/audit";
import { auditEntryQuery, type Version } from "@/lib/client/audit";
import { canReturn } from "./audit-words";
import { ReturnDialog } from "./return-dialog";
import { texts } from "./texts";

/** The changes of an entry, and the way back to them. */
export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const query = useQuery(auditEntryQuery(entry.seq));
  if (query.isError) return <QueryFailure what={texts.what} query={query} />;
  if (!query.data) return <Skeleton className="mt-3 h-64 w-full" />;
  return <Loaded details={query.data} />;
}

function Loaded({ details }: { details: AuditDetails }) {
  const { seq, before, after, kind, virtualCluster, name } = details;
  const [side, setSide] = useState<Version["side"] | null>(null);
  const isGone = kind === "Namespace" && after === null;
  const returns = canReturn(kind) && virtualCluster !== null && name !== null && !isGone;
  const needs = [kind === "Namespace" ? "admin" : "editor", virtualCluster] as const;
  const hasChanges = before !== null || after !== null;
  return (
    <div className="mt-3 grid gap-3">
      {hasChanges ? (
        <YamlDiff
          label={texts.changesOf({ seq })}
          current={before ?? ""}
          next={after ?? ""}
          className="max-h-96 overflow-y-auto"
        />
      ) : null}
      {returns ? (
        <div className="flex flex-wrap gap-2">
          {after === null ? null : (
            <AllowedButton
              needs={needs}
              size="sm"
              icon={<History aria-hidden />}
              onClick={() => setSide("after")}
            >
              {texts.returnTo}
            </AllowedButton>
          )}
          {before === null ? null : (
            <AllowedButton
              needs={needs}
              size="sm"
              variant={after === null ? undefined : "ghost"}
              onClick={() => setSide("before")}
            >
              {after === null ? texts.bringBack : texts.returnBefore}
            </AllowedButton>
          )}
        </div>
      ) : null}
      <DescriptionList items={factsOf(details)} />
      {side && returns ? (
        <ReturnDialog
          version={{ kind: kind ?? "", virtualCluster, seq, side }}
          name={name}
          onClose={() => setSide(null)}
        />
      ) : null}
    </div>
  );
}

function factsOf({ seq, requestId, hash, details }: AuditDetails) {
  const shown = Object.entries(details).filter(([, value]) => value !== undefined && value !== "");
  return [
    { term: texts.number, value: String(seq) },
    ...(requestId ? [{ term: texts.request, value: <Code>{requestId}</Code> }] : []),
    ...(shown.length > 0
      ? [{ term: texts.details, value: <Code>{JSON.stringify(Object.fromEntries(shown))}</Code> }]
      : []),
    { term: texts.hash, value: <Code>{hash}</Code> },
  ];
}

function Code({ children }: { children: string }) {
  return <code className="break-all font-mono text-xs">{children}</code>;
}
