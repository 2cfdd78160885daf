"use client";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { labelKeysOf, versionsWith } from "@/components/application/pod-labels";
import { useVersions } from "@/components/application/use-versions";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { SelectField, TextField } from "@/components/mesh-object/fields/form-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import type { EditorProps } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import { serviceTypeOptions } from "./in-words";
import { SelectorField } from "./selector-field";
import { emptyPort, ServicePortsField } from "./service-ports-field";

/** The form of a Service. `?app=` fills in a new one for an application. */
export function ServiceEditor(props: EditorProps) {
  const app = useSearchParams().get("app");
  const emptyForm = useMemo(
    () => ({
      name: app ?? "",
      labels: {},
      metadata: {},
      selector: app ? { app } : {},
      ports: [{ ...emptyPort }],
    }),
    [app],
  );
  return (
    <ObjectEditor {...props} kind="Service" emptyForm={emptyForm}>
      <ServiceFields {...props} />
    </ObjectEditor>
  );
}

function ServiceFields({ virtualCluster, details }: EditorProps) {
  const { applications, versions, isKnown } = useVersions(virtualCluster);
  const selector = useWatch({ name: "selector" }) as Record<string, string> | undefined;
  const type = useWatch({ name: "type" }) as string | undefined;
  const selected = useMemo(() => versionsWith(selector ?? {}, versions), [selector, versions]);
  return (
    <>
      <Card title="Service">
        <div className="grid gap-6">
          <NameField
            locked={details !== null}
            help="The name under which it is reached inside the cluster."
          />
          <SelectorField
            applications={applications}
            selected={selected}
            isKnown={isKnown}
            labelKeys={labelKeysOf(versions)}
          />
        </div>
      </Card>
      <Card>
        <ServicePortsField selected={selected} />
      </Card>
      <Card title="Reach">
        <SelectField
          name="type"
          label="Type"
          placeholder="ClusterIP: inside the cluster (default)"
          options={serviceTypeOptions}
          help="Behind a gateway, inside the cluster is enough: the gateway is what the world reaches."
          className="max-w-md"
        />
        {type === "ExternalName" ? (
          <TextField
            name="externalName"
            label="Stands for"
            example="db.example.com"
            help="The DNS name that the cluster answers with; no pods and no ports are needed."
            required
            mono
            className="mt-4 max-w-md"
          />
        ) : null}
      </Card>
      <LabelsAndMetadata />
    </>
  );
}
