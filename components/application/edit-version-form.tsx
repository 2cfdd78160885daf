"use client";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { firstVersion } from "./new-version";
import { VersionEditor } from "./version-editor";

/** Edits a version: everything of one that Lamia made, image and replicas of others; in YAML all of any. */
export function EditVersionForm(props: { virtualCluster: string; name: string }) {
  return <ObjectFormPage kind="Deployment" Editor={Editor} {...props} />;
}

function Editor(props: EditorProps) {
  const form = (props.details?.form ?? firstVersion) as DeploymentForm;
  return <VersionEditor {...props} emptyForm={form} lockedApp />;
}
