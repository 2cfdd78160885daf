"use client";
import { lossesOfServiceEntry } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import type { ServiceEntryForm, ServiceEntryPortForm } from "@/lib/istio/service-entry/form";
import { inWords, locationOptions, resolutionOptions } from "./entry-words";
import { texts } from "./texts";

const portColumns: readonly Column<ServiceEntryPortForm>[] = [
  { id: "port", header: texts.port, cell: ({ port }) => <span className="font-mono">{port}</span> },
  { id: "protocol", header: texts.protocol, cell: ({ protocol }) => protocol },
];

/** One ServiceEntry: hosts, ports, location and resolution. */
export function ServiceEntryDetails(props: { virtualCluster: string; name: string }) {
  return (
    <ObjectDetails<ServiceEntryForm>
      {...props}
      kind="ServiceEntry"
      lossesOf={lossesOfServiceEntry}
      factsOf={({ form }) => [
        {
          term: texts.hosts,
          value: (
            <ul className="grid gap-1">
              {form.hosts.map((host) => (
                <li key={host}>
                  <CopyLine text={host} />
                </li>
              ))}
            </ul>
          ),
        },
        { term: texts.location, value: inWords(locationOptions, form.location ?? "MESH_EXTERNAL") },
        { term: texts.resolution, value: inWords(resolutionOptions, form.resolution ?? "NONE") },
      ]}
    >
      {({ form }) => (
        <Card title={texts.ports} flush>
          <DataTable
            label={texts.ports}
            columns={portColumns}
            rows={form.ports}
            keyOf={({ port, protocol }) => `${port}/${protocol}`}
          />
        </Card>
      )}
    </ObjectDetails>
  );
}
