"use client";
import { useQuery } from "@tanstack/react-query";
import { Globe, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AllowedButton, AllowedLink } from "@/components/access/allowed";
import { NextStep } from "@/components/mesh-object/details-frame";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { texts as onlineTexts } from "@/components/online/texts";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { applicationQuery } from "@/lib/client/applications";
import { ApplicationFacts } from "./application-facts";
import { applicationPaths } from "./application-paths";
import { DeleteApplicationDialog, DeleteVersionDialog } from "./delete-dialogs";
import { texts } from "./texts";
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
        <PageHeader title={name} isName description={texts.applicationIn({ virtualCluster })} />
        <QueryFailure what={texts.theApplication} query={query} />
      </>
    );
  if (!application)
    return <DetailsPlaceholder what={texts.application} virtualCluster={virtualCluster} name={name} />;
  const isLast = application.versions.length === 1;
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={<VersionState {...application} />}
        description={texts.applicationIn({ virtualCluster })}
        actions={
          <>
            <AllowedButton
              needs={["editor", virtualCluster, "Deployment"]}
              icon={<Trash2 aria-hidden />}
              onClick={() => setIsDeleting(true)}
            >
              {texts.delete}
            </AllowedButton>
            <AllowedLink
              needs={["editor", virtualCluster]}
              icon={<Globe aria-hidden />}
              href={applicationPaths.online(virtualCluster, name)}
            >
              {onlineTexts.putOnline}
            </AllowedLink>
            <AllowedLink
              needs={["editor", virtualCluster, "Deployment"]}
              variant="primary"
              icon={<Plus aria-hidden />}
              href={applicationPaths.newVersion(virtualCluster, name)}
            >
              {texts.addVersion}
            </AllowedLink>
          </>
        }
      />
      <ApplicationNextStep application={application} />
      <Card title={texts.versions} description={texts.versionsHelp} flush>
        <VersionsTable label={texts.versions} versions={application.versions} onDelete={setVersion} />
      </Card>
      <Card title={texts.details}>
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

/** Without a service, an application has no name that others can reach, so that is the next step. */
function ApplicationNextStep({ application }: { application: ApplicationView }) {
  const { name, virtualCluster, services } = application;
  if (services.length > 0) return null;
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  return (
    <NextStep
      title={texts.nextService}
      virtualCluster={virtualCluster}
      kind="Service"
      href={`${base}/services/new?app=${encodeURIComponent(name)}`}
      action={texts.createService}
    >
      {texts.nextServiceHelp({ name })}
    </NextStep>
  );
}
