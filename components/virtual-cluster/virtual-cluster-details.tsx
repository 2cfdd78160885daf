"use client";
import { useQuery } from "@tanstack/react-query";
import { FileInput, FileKey2, Route, Unplug, UserRoundCog } from "lucide-react";
import { useState } from "react";
import { AllowedButton, AllowedLink } from "@/components/access/allowed";
import { PendingCleanups, useCleanupsKnown, useCleanupsPlace } from "@/components/cleanup/pending-cleanups";
import { RecentEventsCard } from "@/components/event/recent-events-card";
import { Badge } from "@/components/ui/badge";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { LinkButton } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { ApiProblem } from "@/lib/client/request";
import { virtualClusterQuery } from "@/lib/client/virtual-clusters";
import { wildcardsQuery } from "@/lib/client/wildcards";
import { everywhere } from "@/lib/model/roles";
import { ClusterProblems } from "./cluster-notices";
import { SecuredHostCounts } from "./columns";
import { FirstStepsCard, useFirstSteps } from "./first-steps-card";
import { GatewaysCard } from "./gateways-card";
import { ObjectsCard } from "./objects-card";
import { virtualClusterPath } from "./paths";
import { ReleaseDialog, TakeButton, useSetManaged } from "./take-and-release";
import { texts } from "./texts";
import { VirtualClusterSkeleton } from "./virtual-cluster-skeleton";

const WildcardNotices = deferred(
  () => import("@/components/certificate/wildcard/wildcard-notices").then((module) => module.WildcardNotices),
  () => <Skeleton className="h-24 w-full rounded-lg" />,
);

/** The page of one virtual cluster. */
export function VirtualClusterDetails({ name }: { name: string }) {
  const query = useQuery(virtualClusterQuery(name));
  if (query.data) return <Details virtualCluster={query.data} />;
  const missing = query.error instanceof ApiProblem && query.error.problem.status === 404;
  return (
    <>
      <PageHeader title={name} isName />
      <ClusterProblems />
      {query.isError ? <PendingCleanups virtualCluster={name} /> : null}
      {missing ? (
        <EmptyState
          title={texts.noNamespace}
          description={texts.noNamespaceHelp({ name })}
          actions={<LinkButton href="/virtual-clusters">{texts.allVirtualClusters}</LinkButton>}
        />
      ) : query.isError ? (
        <QueryFailure what={`${name}`} query={query} />
      ) : (
        <VirtualClusterSkeleton />
      )}
    </>
  );
}

function Details({ virtualCluster }: { virtualCluster: VirtualCluster }) {
  const { name, managed, securedHosts } = virtualCluster;
  const [releasing, setReleasing] = useState(false);
  const { take, release, busyName } = useSetManaged();
  const place = useCleanupsPlace(name);
  const cleanupsKnown = useCleanupsKnown();
  const { data: wildcards } = useQuery({ ...wildcardsQuery(name), enabled: managed });
  // Known before anything below the header renders, because what is on top may or may not be there.
  const known = useFirstSteps(virtualCluster) !== null && cleanupsKnown;
  const hosts = securedHosts.serving + securedHosts.working + securedHosts.attention;
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={
          managed ? (
            hosts > 0 ? (
              <SecuredHostCounts counts={securedHosts} />
            ) : null
          ) : (
            <Badge tone="outline">{texts.notManaged}</Badge>
          )
        }
        actions={
          managed ? (
            <>
              <LinkButton icon={<Route aria-hidden />} href={virtualClusterPath(name, "map")}>
                {texts.routesMap}
              </LinkButton>
              <LinkButton icon={<FileInput aria-hidden />} href={virtualClusterPath(name, "import")}>
                {texts.importAndExport}
              </LinkButton>
              <AllowedLink
                needs={["admin", name]}
                icon={<UserRoundCog aria-hidden />}
                href={virtualClusterPath(name, "access")}
              >
                {texts.access}
              </AllowedLink>
              <AllowedButton
                needs={["admin", everywhere]}
                icon={<Unplug aria-hidden />}
                onClick={() => setReleasing(true)}
              >
                {texts.release}
              </AllowedButton>
            </>
          ) : null
        }
      />
      <ClusterProblems />
      {known && place === "top" ? <PendingCleanups virtualCluster={name} /> : null}
      {managed ? null : (
        <Callout
          tone="waiting"
          title={texts.notManagedTitle}
          actions={
            <TakeButton
              name={name}
              system={virtualCluster.system}
              busy={busyName === name}
              onTake={() => take(name)}
            />
          }
        >
          {texts.gatewaysNotWalked({ reason: virtualCluster.reason })}
        </Callout>
      )}
      {known ? (
        // Events come last on phones, because nothing may be below a growing card.
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
          <div className="grid min-w-0 gap-6">
            {managed ? <FirstStepsCard virtualCluster={virtualCluster} /> : null}
            {wildcards && wildcards.offers.length + wildcards.used.length > 0 ? (
              <WildcardNotices virtualCluster={name} />
            ) : null}
            <GatewaysCard virtualCluster={name} />
          </div>
          <div className="grid min-w-0 gap-6 lg:row-span-2">
            <AboutCard virtualCluster={virtualCluster} />
            <ObjectsCard virtualCluster={name} />
          </div>
          <RecentEventsCard virtualCluster={name} />
        </div>
      ) : (
        <VirtualClusterSkeleton />
      )}
      {place === "bottom" ? <PendingCleanups virtualCluster={name} /> : null}
      <ReleaseDialog
        virtualCluster={releasing ? virtualCluster : null}
        onClose={() => setReleasing(false)}
        onRelease={release}
      />
    </>
  );
}

/** Facts about the namespace itself. */
export function AboutCard({ virtualCluster }: { virtualCluster: VirtualCluster }) {
  const { name, provider, providerInherited, injection, labels, createdAt, reason, managed } = virtualCluster;
  return (
    <Card
      title={texts.about}
      actions={
        <LinkButton size="sm" href={virtualClusterPath(name, "metadata")} icon={<FileKey2 aria-hidden />}>
          {texts.editMetadata}
        </LinkButton>
      }
    >
      <DescriptionList
        items={[
          {
            term: texts.dnsProvider,
            value: provider ? (
              providerInherited ? (
                texts.ofInstallation({ provider })
              ) : (
                provider
              )
            ) : (
              <span className="text-blocked">{texts.notSetUp}</span>
            ),
          },
          { term: texts.sidecars, value: injection ? texts.injectedIntoNew : texts.notInjected },
          { term: texts.managed, value: managed ? reason : "no" },
          { term: texts.created, value: <RelativeTime at={createdAt} /> },
          { term: texts.labels, value: <KeyValues pairs={labels} /> },
        ]}
      />
    </Card>
  );
}
