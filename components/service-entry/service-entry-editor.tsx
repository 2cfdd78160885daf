"use client";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { SelectField } from "@/components/mesh-object/fields/form-field";
import { FormListField, PortRow } from "@/components/mesh-object/fields/form-list-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { TextListField } from "@/components/mesh-object/fields/text-list-field";
import type { EditorProps } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import { gatewayProtocols } from "@/lib/istio/gateway/protocol";
import { locationOptions, resolutionOptions } from "./entry-words";

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

/** The form of a Service Entry. */
export function ServiceEntryEditor(props: EditorProps) {
  return (
    <ObjectEditor {...props} kind="ServiceEntry" emptyForm={emptyForm}>
      <Card title="Service entry">
        <div className="grid gap-6">
          <NameField locked={props.details !== null} />
          <TextListField
            name="hosts"
            legend="Hosts"
            itemName="Host"
            help="DNS names of the service, as the pods of the mesh call it."
            example="api.example.com"
          />
        </div>
      </Card>
      <Card>
        <FormListField
          name="ports"
          legend="Ports"
          itemName="Port"
          help="On which it listens, and what it speaks there."
          newItem={{ port: undefined, protocol: undefined }}
          least={1}
          render={(path, index) => (
            <PortRow path={path} index={index} example="443">
              <SelectField
                name={`${path}.protocol`}
                label="Protocol"
                labelHidden={index > 0}
                required
                placeholder="Choose a protocol"
                options={protocols}
              />
            </PortRow>
          )}
        />
      </Card>
      <Card title="How it is reached">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="location"
            label="Location"
            placeholder="Not set (outside the mesh)"
            options={locationOptions}
            help="What is outside has no sidecar: mutual TLS is not tried with it."
          />
          <SelectField
            name="resolution"
            label="Resolution"
            placeholder="Not set (none)"
            options={resolutionOptions}
            help="How the proxy finds the addresses of the hosts. A host with “*” cannot be resolved by DNS."
          />
        </div>
      </Card>
      <LabelsAndMetadata />
    </ObjectEditor>
  );
}
