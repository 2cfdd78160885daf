"use client";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { ChoiceField } from "@/components/mesh-object/fields/form-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Card } from "@/components/ui/card";
import { SubsetsField } from "./subsets-field";
import { texts } from "./texts";
import { useServiceChoices } from "./use-service-choices";

/** Creates a DestinationRule, or edits the one of this name. */
export function DestinationRuleForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="DestinationRule" Editor={DestinationRuleEditor} {...props} />;
}

/** The form of a DestinationRule. `?service=` fills in a new one. */
export function DestinationRuleEditor(props: EditorProps) {
  const service = useSearchParams().get("service");
  const emptyForm = useMemo(
    () => ({ name: service ?? "", labels: {}, metadata: {}, service: service ?? "", subsets: [] }),
    [service],
  );
  return (
    <ObjectEditor {...props} kind="DestinationRule" emptyForm={emptyForm}>
      <DestinationRuleFields {...props} />
    </ObjectEditor>
  );
}

function DestinationRuleFields({ virtualCluster, details }: EditorProps) {
  const { getValues, setValue } = useFormContext();
  const { options, selectorOf, source } = useServiceChoices(virtualCluster);
  const service = useWatch({ name: "service" });
  const isKnown = options.some(({ value }) => value === service);
  const isNew = details === null;

  // A rule usually has its service's name, which you may type before the services have loaded.
  useEffect(() => {
    if (!isNew || !isKnown || getValues("name") !== "") return;
    setValue("name", service, { shouldDirty: true, shouldValidate: true });
  }, [isNew, isKnown, service, getValues, setValue]);

  return (
    <>
      <Card title={texts.destinationRule}>
        <div className="grid gap-6 sm:grid-cols-2">
          <NameField locked={details !== null} />
          <ChoiceField
            name="service"
            label={texts.service}
            required
            mono
            freeText
            example="shop"
            options={options}
            source={source}
            emptyText={texts.notHere}
            help={texts.serviceHelp}
          />
        </div>
      </Card>
      <Card>
        <SubsetsField virtualCluster={virtualCluster} selectorOf={selectorOf} />
      </Card>
      <LabelsAndMetadata />
    </>
  );
}
