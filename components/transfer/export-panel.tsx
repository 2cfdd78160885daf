"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { buttonStyles } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock, CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { exportQuery, exportUrl } from "@/lib/client/review";

const mostLines = 1000;

/** Everything of a virtual cluster as YAML: to read, to copy, to download. Fit for an import elsewhere. */
export function ExportPanel({ virtualCluster }: { virtualCluster: string }) {
  const query = useQuery(exportQuery(virtualCluster));
  const lines = query.data?.split("\n") ?? [];
  const cut = lines.length > mostLines;
  return (
    <Card
      title={`Export of ${virtualCluster}`}
      description="Services, Service Entries, Destination Rules, Gateways and Virtual Services. No Secret is among them."
      actions={
        <>
          {query.data && cut ? <CopyButton text={query.data} label="Copy everything" /> : null}
          <a href={exportUrl(virtualCluster)} download className={buttonStyles({ variant: "primary" })}>
            <Download aria-hidden />
            Download YAML
          </a>
        </>
      }
    >
      {query.isError ? (
        <ErrorState
          title="The export could not be read"
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : query.data === undefined ? (
        <Skeleton className="h-96 w-full" />
      ) : (
        <div className="grid gap-2">
          <CodeBlock
            code={cut ? lines.slice(0, mostLines).join("\n") : query.data}
            label={`YAML of ${virtualCluster}`}
          />
          {cut ? (
            <p className="text-muted text-sm">
              The first {mostLines.toLocaleString("en")} of {lines.length.toLocaleString("en")} lines; the
              download has all of them.
            </p>
          ) : null}
        </div>
      )}
    </Card>
  );
}
