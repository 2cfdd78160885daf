"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { AllowedForm } from "@/components/access/allowed";
import {
  useVirtualClusterNames,
  VirtualClusterFilter,
} from "@/components/mesh-object/virtual-cluster-choice";
import { buttonStyles } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock, CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { EmptyState } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { exportQuery, exportUrl } from "@/lib/client/review";
import { ImportPanel } from "./import-panel";
import { texts } from "./texts";

const parsers = {
  vc: parseAsString.withDefault(""),
  tab: parseAsStringLiteral(["import", "export"]).withDefault("import"),
};

/** YAML into a virtual cluster, and out of it. Asks for the virtual cluster if the URL names none. */
export function TransferBoard({ virtualCluster }: { virtualCluster?: string }) {
  const [{ vc, tab }, setAddress] = useQueryStates(parsers);
  const { names } = useVirtualClusterNames();
  const only = names.length === 1 ? names[0] : undefined;
  const target = virtualCluster ?? (vc || only || "");
  return (
    <>
      {virtualCluster === undefined ? (
        <VirtualClusterFilter
          value={target}
          onChange={(next) => void setAddress({ vc: next || null })}
          placeholder={texts.chooseVirtualCluster}
        />
      ) : null}
      {target === "" ? (
        <Card>
          <EmptyState title={texts.chooseVirtualCluster} description={texts.chooseVirtualClusterHelp} />
        </Card>
      ) : (
        <Tabs
          label={texts.importOrExport}
          value={tab}
          onValueChange={(next) => void setAddress({ tab: next === "export" ? "export" : null })}
          tabs={[
            {
              id: "import",
              label: texts.import,
              content: (
                <AllowedForm needs={["editor", target]}>
                  <ImportPanel key={target} virtualCluster={target} />
                </AllowedForm>
              ),
            },
            { id: "export", label: texts.export, content: <ExportPanel virtualCluster={target} /> },
          ]}
        />
      )}
    </>
  );
}

const mostLines = 1000;

/** Everything in a virtual cluster as YAML, to read, copy and download, and to import elsewhere. */
function ExportPanel({ virtualCluster }: { virtualCluster: string }) {
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
