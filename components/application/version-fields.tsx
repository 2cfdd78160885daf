"use client";
import { useEffect, useRef } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { NumberField, TextField } from "@/components/mesh-object/fields/form-field";
import { FormListField, PortRow } from "@/components/mesh-object/fields/form-list-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { Card } from "@/components/ui/card";
import { deploymentNameFor } from "./new-version";

interface VersionFieldsProps {
  isNew: boolean;
  /** Somebody else's Deployment: image and replicas only. */
  isForeign: boolean;
  lockedApp: boolean;
}

/** All fields of a version. */
export function VersionFields({ isNew, isForeign, lockedApp }: VersionFieldsProps) {
  useSuggestedName(isNew);
  return (
    <>
      <Card title="Version">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="app"
            label="Application"
            required
            mono
            readOnly={lockedApp}
            example="app1"
            help="The label app, by which a service finds the pods."
          />
          <TextField
            name="version"
            label="Version"
            mono
            readOnly={isForeign}
            example="version1"
            help="The label version, by which a subset chooses them."
          />
          <NameField locked={!isNew} help="Of the Deployment; mostly application and version." />
        </div>
      </Card>
      <Card title="What runs">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,1fr)]">
          <TextField
            name="image"
            label="Image"
            required
            mono
            example="docker.io/acme/shop:1.2.0"
            help="A tag or digest that does not move makes a rollback possible."
          />
          <NumberField name="replicas" label="Replicas" required example="1" help="0 stops it." />
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
    <Card title="Container">
      <div className="grid gap-6">
        <FormListField
          name="ports"
          legend="Ports"
          itemName="Port"
          help="On which the container listens; a service leads here."
          newItem={{ port: undefined, name: "" }}
          render={(path, index) => (
            <PortRow path={path} index={index} example="9090">
              <TextField name={`${path}.name`} label="Name" labelHidden={index > 0} mono example="http" />
            </PortRow>
          )}
        />
        <FormListField
          name="env"
          legend="Environment"
          itemName="Variable"
          help="Plain values; those that come from Secrets stay as they are. Put no passwords here."
          newItem={{ name: "", value: "" }}
          render={(path, index) => (
            <div className="grid gap-3 sm:grid-cols-2">
              <TextField
                name={`${path}.name`}
                label="Name"
                labelHidden={index > 0}
                required
                mono
                example="LOG_LEVEL"
              />
              <TextField name={`${path}.value`} label="Value" labelHidden={index > 0} mono example="info" />
            </div>
          )}
        />
      </div>
    </Card>
  );
}

/** Names a new Deployment after application and version, until somebody types a name. */
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
