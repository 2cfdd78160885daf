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
import { texts } from "./texts";

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
      <Card title={texts.service}>
        <div className="grid gap-6">
          <NameField locked={details !== null} help={texts.serviceHelp} />
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
      <Card title={texts.reach}>
        <SelectField
          name="type"
          label={texts.type}
          placeholder={texts.clusterIpDefault}
          options={serviceTypeOptions}
          help={texts.typeHelp}
          className="max-w-md"
        />
        {type === "ExternalName" ? (
          <TextField
            name="externalName"
            label={texts.standsFor}
            example="db.example.com"
            help={texts.standsForHelp}
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
