"use client";
import { useQuery } from "@tanstack/react-query";
import { Globe, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { NextStep } from "@/components/mesh-object/details-frame";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { texts as onlineTexts } from "@/components/online/texts";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { applicationQuery } from "@/lib/client/applications";
import { ApplicationFacts } from "./application-facts";
import { applicationPaths } from "./application-paths";
import { DeleteApplicationDialog, DeleteVersionDialog } from "./delete-dialogs";
import { VersionState } from "./version-state";
import { VersionsTable } from "./versions-table";

/** One application: its versions with state, replicas and images, and the services in front of it. */
export function ApplicationDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const router = useRouter();
  const [isGoing, setIsGoing] = useState(false);
  const query = useQuery({ ...applicationQuery(virtualCluster, name), enabled: !isGoing });
  const [isDeleting, setIsDeleting] = useState(false);
  const [version, setVersion] = useState<DeploymentView | null>(null);
  const application = query.data;
  const leave = () => router.push(applicationPaths.list(virtualCluster));

  if (query.isError && !application)
    return (
      <>
        <PageHeader title={name} isName description={`Application in ${virtualCluster}`} />
        <QueryFailure what="the application" query={query} />
      </>
    );
  if (!application)
    return <DetailsPlaceholder what="Application" virtualCluster={virtualCluster} name={name} />;
  const isLast = application.versions.length === 1;
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={<VersionState {...application} />}
        description={`Application in ${virtualCluster}`}
        actions={
          <>
            <Button icon={<Trash2 aria-hidden />} onClick={() => setIsDeleting(true)}>
              Delete
            </Button>
            <LinkButton icon={<Globe aria-hidden />} href={applicationPaths.online(virtualCluster, name)}>
              {onlineTexts.putOnline}
            </LinkButton>
            <LinkButton
              variant="primary"
              icon={<Plus aria-hidden />}
              href={applicationPaths.newVersion(virtualCluster, name)}
            >
              Add a version
            </LinkButton>
          </>
        }
      />
      <ApplicationNextStep application={application} />
      <Card title="Versions" description="Each is a Deployment; the label version tells them apart." flush>
        <VersionsTable label="Versions" versions={application.versions} onDelete={setVersion} />
      </Card>
      <Card title="Details">
        <ApplicationFacts application={application} />
      </Card>
      <DeleteApplicationDialog
        application={isDeleting ? application : null}
        onClose={() => setIsDeleting(false)}
        onDeleted={leave}
        onBusy={setIsGoing}
      />
      <DeleteVersionDialog
        version={version}
        onClose={() => setVersion(null)}
        onDeleted={isLast ? leave : undefined}
        onBusy={isLast ? setIsGoing : undefined}
      />
    </>
  );
}

/** An application that no service selects cannot be reached by name: that comes next. */
function ApplicationNextStep({ application }: { application: ApplicationView }) {
  const { name, virtualCluster, services } = application;
  if (services.length > 0) return null;
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  return (
    <NextStep
      title="Next: give it a name inside the cluster"
      href={`${base}/services/new?app=${encodeURIComponent(name)}`}
      action="Create a service"
    >
      A service gives the pods of {name} one name and port; destination rules and virtual services build on
      it.
    </NextStep>
  );
}
