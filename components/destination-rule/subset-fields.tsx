"use client";
import { labelKeysOf, versionsWith } from "@/components/application/pod-labels";
import { SelectedPods } from "@/components/application/selected-pods";
import { KeyValueField } from "@/components/mesh-object/key-value-field";
import { TextField } from "@/components/mesh-object/text-field";
import type { DeploymentView } from "@/lib/api/application";

export interface SubsetFieldsProps {
  /** Of the entry in the form, such as `subsets.0`. */
  path: string;
  number: number;
  labels: Readonly<Record<string, string>>;
  /** The versions behind the service. */
  behind: readonly DeploymentView[];
  /** Whether it is known which these are: the service stands in this virtual cluster. */
  isKnown: boolean;
}

/** Name and labels of one subset, and the pods that it picks among those of the service. */
export function SubsetFields({ path, number, labels, behind, isKnown }: SubsetFieldsProps) {
  return (
    <div className="grid gap-4">
      <TextField
        name={`${path}.name`}
        label="Name"
        required
        mono
        placeholder="subset1"
        help="By this name a virtual service leads requests to it."
        className="max-w-md"
      />
      <KeyValueField
        name={`${path}.labels`}
        legend="Labels"
        itemName={`Label of subset ${number}`}
        addLabel="Add label"
        emptyText="None: it is all pods of the service."
        keyPlaceholder="version"
        valuePlaceholder="version1"
        keySuggestions={labelKeysOf(behind)}
      />
      <SelectedPods
        versions={versionsWith(labels, behind)}
        hasLabels={Object.values(labels).some((value) => value !== "")}
        isKnown={isKnown}
      />
    </div>
  );
}
