"use client";
import { useQuery } from "@tanstack/react-query";
import { EditorFrame } from "@/components/mesh-object/editor-frame";
import { Callout } from "@/components/ui/callout";
import { deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm, DeploymentFormInput } from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { useSaveVersion, type VersionDetailsRead } from "./use-save-version";
import { useVersionForm } from "./use-version-form";
import { VersionAside } from "./version-aside";
import { VersionFields } from "./version-fields";

export interface VersionEditorProps {
  virtualCluster: string;
  /** The Deployment to be edited; null for a new one. */
  details: VersionDetailsRead | null;
  emptyForm: DeploymentFormInput;
  /** The application cannot be chosen any more. */
  lockedApp: boolean;
}

/** The form of one version of an application, with its YAML beside it. */
export function VersionEditor({ virtualCluster, details, emptyForm, lockedApp }: VersionEditorProps) {
  const state = useVersionForm(details, emptyForm);
  const { base } = state;
  const saving = useSaveVersion(virtualCluster);
  const standing = useQuery({
    ...deploymentQuery<DeploymentForm>(virtualCluster, base?.name ?? ""),
    enabled: base !== null,
  });
  const isForeign = base !== null && !base.own;
  return (
    <EditorFrame
      kind="Deployment"
      title="Deployment"
      newTitle="version"
      state={state}
      saving={saving}
      standing={standing}
      savedHref={(form) => applicationPaths.details(virtualCluster, (form as DeploymentForm).app)}
      cancelHref={
        emptyForm.app
          ? applicationPaths.details(virtualCluster, emptyForm.app)
          : applicationPaths.list(virtualCluster)
      }
      aside={() => <VersionAside virtualCluster={virtualCluster} base={base} />}
      asideTitle="YAML"
    >
      {isForeign ? (
        <Callout title="Lamia did not make this Deployment">
          Its image and its replicas can be changed here. Everything else stays as its makers wrote it.
        </Callout>
      ) : null}
      <VersionFields isNew={base === null} isForeign={isForeign} lockedApp={lockedApp} />
    </EditorFrame>
  );
}
