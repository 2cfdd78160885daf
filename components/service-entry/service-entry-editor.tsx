"use client";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { SelectField } from "@/components/mesh-object/fields/form-field";
import { FormListField, PortRow } from "@/components/mesh-object/fields/form-list-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { TextListField } from "@/components/mesh-object/fields/text-list-field";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import { gatewayProtocols } from "@/lib/istio/gateway/protocol";
import { locationOptions, resolutionOptions } from "./entry-words";
import { texts } from "./texts";

/** Creates a ServiceEntry, or edits the one of this name. */
export function ServiceEntryForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="ServiceEntry" Editor={ServiceEntryEditor} {...props} />;
}

const emptyForm = {
  name: "",
  labels: {},
  metadata: {},
  hosts: [""],
  ports: [{ port: undefined, protocol: undefined }],
  location: "MESH_EXTERNAL",
  resolution: "DNS",
};
const protocols = gatewayProtocols.map((protocol) => ({ value: protocol, label: protocol }));

/** The form of a ServiceEntry. */
export function ServiceEntryEditor(props: EditorProps) {
  return (
    <ObjectEditor {...props} kind="ServiceEntry" emptyForm={emptyForm}>
      <Card title={texts.serviceEntry}>
        <div className="grid gap-6">
          <NameField locked={props.details !== null} />
          <TextListField
            name="hosts"
            legend={texts.hosts}
            itemName={texts.host}
            help={texts.hostsHelp}
            example="api.example.com"
          />
        </div>
      </Card>
      <Card>
        <FormListField
          name="ports"
          legend={texts.ports}
          itemName={texts.port}
          help={texts.portsHelp}
          newItem={{ port: undefined, protocol: undefined }}
          least={1}
          render={(path, index) => (
            <PortRow path={path} index={index} example="443">
              <SelectField
                name={`${path}.protocol`}
                label={texts.protocol}
                labelHidden={index > 0}
                required
                placeholder={texts.chooseProtocol}
                options={protocols}
              />
            </PortRow>
          )}
        />
      </Card>
      <Card title={texts.reachedBy}>
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="location"
            label={texts.location}
            placeholder={texts.locationUnset}
            options={locationOptions}
            help={texts.locationHelp}
          />
          <SelectField
            name="resolution"
            label={texts.resolution}
            placeholder={texts.resolutionUnset}
            options={resolutionOptions}
            help={texts.resolutionHelp}
          />
        </div>
      </Card>
      <LabelsAndMetadata />
    </ObjectEditor>
  );
}
