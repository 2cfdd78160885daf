"use client";
import { Card } from "@/components/ui/card";
import { KeyValueField } from "./key-value-field";
import { TextField } from "./text-field";

const nameHelp = "Small letters, digits and “-”; it cannot be changed later.";

/** The name of an object; it cannot be changed once it exists. */
export function NameField({ locked, help }: { locked: boolean; help?: string | undefined }) {
  return (
    <TextField
      name="name"
      label="Name"
      required
      mono
      readOnly={locked}
      help={locked ? "The name cannot be changed." : (help ?? nameHelp)}
      className="max-w-md"
    />
  );
}

/** Labels and metadata, which every form ends with. */
export function LabelsAndMetadata() {
  return (
    <Card title="Labels and metadata">
      <div className="grid gap-6">
        <KeyValueField
          name="labels"
          legend="Labels"
          itemName="Label"
          help="Kubernetes labels, to find and group objects."
          keyPlaceholder="team"
          valuePlaceholder="shop"
        />
        <KeyValueField
          name="metadata"
          legend="Metadata"
          itemName="Metadata"
          help="Notes of any kind; they stand as annotations lamia.dev/<key>."
          keyPlaceholder="owner"
        />
      </div>
    </Card>
  );
}
