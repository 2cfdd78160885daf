"use client";
import { useFormContext } from "react-hook-form";
import { SelectedPods, Suggestions } from "@/components/application/pod-suggestions";
import { KeyValueField } from "@/components/mesh-object/fields/object-fields";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { texts } from "./texts";

const mostSuggested = 6;

interface SelectorFieldProps {
  applications: readonly ApplicationView[];
  /** What the selector picks now. */
  selected: readonly DeploymentView[];
  isKnown: boolean;
  labelKeys: readonly string[];
}

/** The labels of the pods that serve: typed, or taken from an application; says which pods they pick. */
export function SelectorField({ applications, selected, isKnown, labelKeys }: SelectorFieldProps) {
  const { setValue, getValues } = useFormContext();
  const selector = (getValues("selector") ?? {}) as Record<string, string>;
  const hasLabels = Object.keys(selector).length > 0;

  function choose(app: string) {
    setValue("selector", { app }, { shouldDirty: true, shouldValidate: true });
    if (getValues("name") === "") setValue("name", app, { shouldDirty: true, shouldValidate: true });
  }
  return (
    <div className="grid gap-3">
      <KeyValueField
        name="selector"
        legend={texts.selectors}
        itemName={texts.selector}
        help={texts.selectorHelp}
        emptyText={texts.noSelector}
        keyPlaceholder="app"
        valuePlaceholder="app1"
        keySuggestions={labelKeys}
      />
      <Suggestions
        label={texts.fromApplications}
        items={applications
          .filter(({ name }) => selector.app !== name)
          .slice(0, mostSuggested)
          .map(({ name }) => ({ id: name, label: `app=${name}`, onChoose: () => choose(name) }))}
      />
      <SelectedPods versions={selected} hasLabels={hasLabels} isKnown={isKnown} />
    </div>
  );
}
