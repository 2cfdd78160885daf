"use client";
import { useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { labelKeysOf, podLabelsOf, versionsWith } from "@/components/application/pod-labels";
import { SelectedPods, Suggestions } from "@/components/application/pod-suggestions";
import { useVersions } from "@/components/application/use-versions";
import { TextField } from "@/components/mesh-object/fields/form-field";
import { FormListField } from "@/components/mesh-object/fields/form-list-field";
import { KeyValueField } from "@/components/mesh-object/fields/object-fields";
import type { DeploymentView } from "@/lib/api/application";
import type { SubsetForm } from "@/lib/istio/destination-rule/form";
import { labelProblem } from "@/lib/model/dns-name";
import { texts } from "./texts";

interface SubsetsFieldProps {
  virtualCluster: string;
  selectorOf: (service: string) => Readonly<Record<string, string>> | undefined;
}

/** The subsets of a DestinationRule; suggests versions that run behind the service. */
export function SubsetsField({ virtualCluster, selectorOf }: SubsetsFieldProps) {
  const { setValue } = useFormContext();
  const service = String(useWatch({ name: "service" }) ?? "");
  const watched = useWatch({ name: "subsets" }) as Partial<SubsetForm>[] | undefined;
  const { versions, isKnown, limitedTo } = useVersions(virtualCluster);
  const subsets = watched ?? [];
  const selector = selectorOf(service);
  const behind = useMemo(() => (selector ? versionsWith(selector, versions) : []), [selector, versions]);
  const suggested = subsetSuggestions(behind, subsets);

  function add(more: readonly SubsetForm[]) {
    // Replaces a subset that is still empty.
    const begun = subsets.filter(({ name, labels }) => name || Object.keys(labels ?? {}).length > 0);
    setValue("subsets", [...begun, ...more], { shouldDirty: true, shouldValidate: true });
  }
  return (
    <FormListField
      name="subsets"
      legend={texts.subsets}
      itemName={texts.subset}
      help={texts.subsetsHelp}
      emptyText={texts.noSubsets}
      newItem={{ name: "", labels: { version: "" } }}
      boxed
      render={(path, index) => (
        <SubsetFields
          path={path}
          number={index + 1}
          labels={subsets[index]?.labels ?? {}}
          behind={behind}
          isKnown={isKnown && selector !== undefined}
          limitedTo={limitedTo}
        />
      )}
    >
      <Suggestions
        label={texts.versionsBehind}
        items={[
          ...(suggested.length > 1
            ? [{ id: "all", label: texts.oneForEach, onChoose: () => add(suggested) }]
            : []),
          ...suggested.map((subset) => ({
            id: subset.name,
            label: `version=${subset.labels.version ?? ""}`,
            onChoose: () => add([subset]),
          })),
        ]}
      />
    </FormListField>
  );
}

interface SubsetFieldsProps {
  /** Of the entry in the form, such as `subsets.0`. */
  path: string;
  number: number;
  labels: Readonly<Record<string, string>>;
  /** The versions behind the service. */
  behind: readonly DeploymentView[];
  /** Whether the versions are known: the service is in this virtual cluster. */
  isKnown: boolean;
  /** How many applications are looked at, if that isn't all of them. */
  limitedTo: number | null;
}

/** Name and labels of one subset, and the pods of the service that it selects. */
function SubsetFields({ path, number, labels, behind, isKnown, limitedTo }: SubsetFieldsProps) {
  return (
    <div className="grid gap-4">
      <TextField
        name={`${path}.name`}
        label={texts.name}
        required
        mono
        example="subset1"
        help={texts.nameHelp}
        className="max-w-md"
      />
      <KeyValueField
        name={`${path}.labels`}
        legend={texts.labels}
        itemName={texts.labelOf({ number })}
        addLabel={texts.addLabel}
        emptyText={texts.allPods}
        keyPlaceholder="version"
        valuePlaceholder="version1"
        keySuggestions={labelKeysOf(behind)}
      />
      <SelectedPods
        versions={versionsWith(labels, behind)}
        hasLabels={Object.values(labels).some((value) => value !== "")}
        isKnown={isKnown}
        limitedTo={limitedTo}
      />
    </div>
  );
}

/**
 * A subset for each of these versions that `subsets` doesn't select yet, named after the version, or a valid form
 * of it.
 */
export function subsetSuggestions(
  versions: readonly DeploymentView[],
  subsets: readonly Partial<SubsetForm>[],
): SubsetForm[] {
  const taken = new Set(subsets.map(({ labels }) => labels?.version));
  const names = new Set(subsets.map(({ name }) => name));
  const found = new Map<string, SubsetForm>();
  for (const each of versions) {
    const { version } = podLabelsOf(each);
    if (version === undefined || version === "" || taken.has(version) || found.has(version)) continue;
    const name = nameFor(version);
    if (!names.has(name)) found.set(version, { name, labels: { version } });
  }
  return [...found.values()];
}

/** `1.0_RC` → `1-0-rc`. */
function nameFor(version: string): string {
  if (labelProblem(version) === null) return version;
  return version
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
