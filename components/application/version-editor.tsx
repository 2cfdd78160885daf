"use client";
import { ObjectEditor } from "@/components/mesh-object/object-editor";
import type { EditorProps } from "@/components/mesh-object/object-form-page";
import { Callout } from "@/components/ui/callout";
import type { DeploymentForm, DeploymentFormInput } from "@/lib/istio/deployment/form";
import { isOwnDeployment } from "@/lib/istio/deployment/labels";
import { applicationPaths } from "./application-paths";
import { VersionFields } from "./version-fields";

export interface VersionEditorProps extends EditorProps {
  emptyForm: DeploymentFormInput;
  /** The application cannot be chosen any more. */
  lockedApp: boolean;
}

/** The form of one version of an application, with its YAML beside it. */
export function VersionEditor({ lockedApp, ...props }: VersionEditorProps) {
  const { virtualCluster, emptyForm } = props;
  return (
    <ObjectEditor
      {...props}
      kind="Deployment"
      newTitle="version"
      savedHref={(form) => applicationPaths.details(virtualCluster, (form as DeploymentForm).app)}
      cancelHref={
        emptyForm.app
          ? applicationPaths.details(virtualCluster, emptyForm.app)
          : applicationPaths.list(virtualCluster)
      }
    >
      {({ base, current }) => {
        const isForeign = current !== null && !isOwnDeployment(current.metadata);
        return (
          <>
            {isForeign ? (
              <Callout
                title={base ? "Lamia did not make this Deployment" : "This is not of the form’s making"}
              >
                Its image and its replicas can be changed in the form, everything else in the YAML. What you
                leave as it is stays as its makers wrote it.
              </Callout>
            ) : null}
            <VersionFields isNew={base === null} isForeign={isForeign} lockedApp={lockedApp} />
          </>
        );
      }}
    </ObjectEditor>
  );
}
