"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { buttonStyles } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock, CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { exportQuery, exportUrl } from "@/lib/client/review";
import { texts } from "./texts";

const mostLines = 1000;

/** Everything of a virtual cluster as YAML: to read, to copy, to download. Fit for an import elsewhere. */
export function ExportPanel({ virtualCluster }: { virtualCluster: string }) {
  const query = useQuery(exportQuery(virtualCluster));
  const lines = query.data?.split("\n") ?? [];
  const cut = lines.length > mostLines;
  return (
    <Card
      title={texts.exportOf({ virtualCluster })}
      description={texts.exportHelp}
      actions={
        <>
          {query.data && cut ? <CopyButton text={query.data} label={texts.copyAll} /> : null}
          <a href={exportUrl(virtualCluster)} download className={buttonStyles({ variant: "primary" })}>
            <Download aria-hidden />
            {texts.download}
          </a>
        </>
      }
    >
      {query.isError ? (
        <ErrorState
          title={texts.exportFailed}
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
            label={texts.yamlOf({ virtualCluster })}
          />
          {cut ? (
            <p className="text-muted text-sm">
              {texts.cut({
                shown: mostLines.toLocaleString("en"),
                all: lines.length.toLocaleString("en"),
              })}
            </p>
          ) : null}
        </div>
      )}
    </Card>
  );
}
