"use client";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import { IngressCard } from "./ingress-card";
import { emptyGateway, ServersCard } from "./servers-card";
import { texts } from "./texts";

/** Creates a gateway, or edits the one of this name. */
export function GatewayForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Gateway" Editor={GatewayEditor} {...props} />;
}

/** The form of a gateway. */
export function GatewayEditor(props: EditorProps) {
  return (
    <ObjectEditor {...props} kind="Gateway" emptyForm={emptyGateway} savedText={texts.savedHelp}>
      <Card>
        <NameField locked={props.details !== null} />
      </Card>
      <ServersCard virtualCluster={props.virtualCluster} />
      <IngressCard />
      <LabelsAndMetadata />
    </ObjectEditor>
  );
}
