"use client";
import { useQuery } from "@tanstack/react-query";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { FormPlaceholder } from "@/components/mesh-object/pages/form-placeholder";
import { newDescription } from "@/components/mesh-object/pages/kind-pages";
import { Callout } from "@/components/ui/notices";
import { PageHeader } from "@/components/ui/page-header";
import { applicationQuery, deploymentQuery } from "@/lib/client/applications";
import { type DeploymentForm, type DeploymentFormInput, isOwnDeployment } from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { firstVersion, nextVersion } from "./new-version";
import { texts } from "./texts";
import { VersionFields } from "./version-fields";

interface NewVersionFormProps {
  virtualCluster: string;
  /** The application that gets another version; undefined for a new application. */
  application?: string;
}

/** Creates a version of an application; another version starts with image, ports and variables of the last one. */
export function NewVersionForm({ virtualCluster, application }: NewVersionFormProps) {
  const isMore = application !== undefined;
  const existing = useQuery({ ...applicationQuery(virtualCluster, application ?? ""), enabled: isMore });
  const last = existing.data?.versions.at(-1);
  const details = useQuery({
    ...deploymentQuery<DeploymentForm>(virtualCluster, last?.name ?? ""),
    enabled: last !== undefined,
  });
  const isWaiting = isMore && (existing.isPending || (last !== undefined && details.isPending));
  return (
    <>
      <PageHeader
        title={isMore ? texts.newVersionOf({ application }) : texts.newApplication}
        description={
          last ? texts.copiedFrom({ name: last.name }) : newDescription("Deployment", virtualCluster)
        }
      />
      {isWaiting ? (
        <FormPlaceholder />
      ) : (
        <VersionEditor
          virtualCluster={virtualCluster}
          details={null}
          emptyForm={isMore ? nextVersion(application, details.data?.form) : firstVersion}
          lockedApp={last !== undefined}
        />
      )}
    </>
  );
}

/**
 * Edits a version. The form has all fields of a version that Lamia created, and image and replicas of others; the
 * YAML has everything.
 */
export function EditVersionForm(props: { virtualCluster: string; name: string }) {
  return <ObjectFormPage kind="Deployment" Editor={Editor} {...props} />;
}

function Editor(props: EditorProps) {
  const form = (props.details?.form ?? firstVersion) as DeploymentForm;
  return <VersionEditor {...props} emptyForm={form} lockedApp />;
}

interface VersionEditorProps extends EditorProps {
  emptyForm: DeploymentFormInput;
  /** The application is fixed. */
  lockedApp: boolean;
}

/** The form of one version of an application, next to its YAML. */
function VersionEditor({ lockedApp, ...props }: VersionEditorProps) {
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
              <Callout title={base ? texts.foreignDeployment : texts.foreignYaml}>
                {texts.foreignHelp}
              </Callout>
            ) : null}
            <VersionFields isNew={base === null} isForeign={isForeign} lockedApp={lockedApp} />
          </>
        );
      }}
    </ObjectEditor>
  );
}
