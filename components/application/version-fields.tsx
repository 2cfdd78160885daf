"use client";
import { useEffect, useRef } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { NumberField, TextField } from "@/components/mesh-object/fields/form-field";
import { FormListField, PortRow } from "@/components/mesh-object/fields/form-list-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { Card } from "@/components/ui/card";
import { deploymentNameFor } from "./new-version";
import { texts } from "./texts";

interface VersionFieldsProps {
  isNew: boolean;
  /** A Deployment that Lamia didn't create: image and replicas only. */
  isForeign: boolean;
  lockedApp: boolean;
}

/** All fields of a version. */
export function VersionFields({ isNew, isForeign, lockedApp }: VersionFieldsProps) {
  useSuggestedName(isNew);
  return (
    <>
      <Card title={texts.version}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="app"
            label={texts.application}
            required
            mono
            readOnly={lockedApp}
            example="app1"
            help={texts.appHelp}
          />
          <TextField
            name="version"
            label={texts.version}
            mono
            readOnly={isForeign}
            example="version1"
            help={texts.versionHelp}
          />
          <NameField locked={!isNew} help={texts.nameHelp} />
        </div>
      </Card>
      <Card title={texts.whatRuns}>
        <div className="grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,1fr)]">
          <TextField
            name="image"
            label={texts.image}
            required
            mono
            example="docker.io/acme/shop:1.2.0"
            help={texts.imageHelp}
          />
          <NumberField
            name="replicas"
            label={texts.replicas}
            required
            example="1"
            help={texts.replicasHelp}
          />
        </div>
      </Card>
      {isForeign ? null : (
        <>
          <ContainerFields />
          <LabelsAndMetadata />
        </>
      )}
    </>
  );
}

function ContainerFields() {
  return (
    <Card title={texts.container}>
      <div className="grid gap-6">
        <FormListField
          name="ports"
          legend={texts.ports}
          itemName={texts.port}
          help={texts.portsHelp}
          newItem={{ port: undefined, name: "" }}
          render={(path, index) => (
            <PortRow path={path} index={index} example="9090">
              <TextField
                name={`${path}.name`}
                label={texts.name}
                labelHidden={index > 0}
                mono
                example="http"
              />
            </PortRow>
          )}
        />
        <FormListField
          name="env"
          legend={texts.environment}
          itemName={texts.variable}
          help={texts.variablesHelp}
          newItem={{ name: "", value: "" }}
          render={(path, index) => (
            <div className="grid gap-3 sm:grid-cols-2">
              <TextField
                name={`${path}.name`}
                label={texts.name}
                labelHidden={index > 0}
                required
                mono
                example="LOG_LEVEL"
              />
              <TextField
                name={`${path}.value`}
                label={texts.value}
                labelHidden={index > 0}
                mono
                example="info"
              />
            </div>
          )}
        />
      </div>
    </Card>
  );
}

/** Names a new Deployment after application and version, until you type a name. */
function useSuggestedName(isNew: boolean) {
  const { getValues, setValue } = useFormContext();
  const app = String(useWatch({ name: "app" }) ?? "");
  const version = String(useWatch({ name: "version" }) ?? "");
  const last = useRef("");
  useEffect(() => {
    if (!isNew) return;
    const suggested = version === "" ? "" : deploymentNameFor(app, version);
    if (getValues("name") === last.current && suggested !== last.current)
      setValue("name", suggested, { shouldDirty: true, shouldValidate: suggested !== "" });
    last.current = suggested;
  }, [isNew, app, version, getValues, setValue]);
}
