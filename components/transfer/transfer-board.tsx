"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import {
  useVirtualClusterNames,
  VirtualClusterFilter,
} from "@/components/mesh-object/virtual-cluster-choice";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/notices";
import { Tabs } from "@/components/ui/tabs";
import { ExportPanel } from "./export-panel";
import { ImportPanel } from "./import-panel";
import { texts } from "./texts";

const parsers = {
  vc: parseAsString.withDefault(""),
  tab: parseAsStringLiteral(["import", "export"]).withDefault("import"),
};

/** YAML into a virtual cluster, and out of it. Asks for the cluster where the address names none. */
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
              content: <ImportPanel key={target} virtualCluster={target} />,
            },
            { id: "export", label: texts.export, content: <ExportPanel virtualCluster={target} /> },
          ]}
        />
      )}
    </>
  );
}
