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

const parsers = {
  vc: parseAsString.withDefault(""),
  tab: parseAsStringLiteral(["import", "export"]).withDefault("import"),
};

/** YAML into a virtual cluster, and out of it. Asks for the cluster where the address names none. */
export function TransferBoard({ virtualCluster }: { virtualCluster?: string }) {
  const [{ vc, tab }, setAddress] = useQueryStates(parsers);
  const names = useVirtualClusterNames();
  const only = names.length === 1 ? names[0] : undefined;
  const target = virtualCluster ?? (vc || only || "");
  return (
    <>
      {virtualCluster === undefined ? (
        <VirtualClusterFilter
          value={target}
          onChange={(next) => void setAddress({ vc: next || null })}
          placeholder="Choose a virtual cluster"
        />
      ) : null}
      {target === "" ? (
        <Card>
          <EmptyState
            title="Choose a virtual cluster"
            description="Objects are imported into one virtual cluster, and exported from one."
          />
        </Card>
      ) : (
        <Tabs
          label="Import or export"
          value={tab}
          onValueChange={(next) => void setAddress({ tab: next === "export" ? "export" : null })}
          tabs={[
            { id: "import", label: "Import", content: <ImportPanel key={target} virtualCluster={target} /> },
            { id: "export", label: "Export", content: <ExportPanel virtualCluster={target} /> },
          ]}
        />
      )}
    </>
  );
}
