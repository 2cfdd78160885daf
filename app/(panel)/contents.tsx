"use client";
import { useParams } from "next/navigation";
import { type ComponentType, createElement, lazy } from "react";
import { FormPagePlaceholder } from "@/components/mesh-object/form-page-placeholder";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { newDescription } from "@/components/mesh-object/new-description";
import { MetadataHeader, MetadataSkeleton } from "@/components/metadata/metadata-placeholder";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/**
 * What stands on the pages. None of it is in the first load: its code comes once the page is awake. The server draws the
 * contents of this part, so that they are there before; the browser wakes them where they stand.
 */
function drawn<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Content = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  // A function, as a page on the server may name a component of this file but not a lazy one.
  return (props: Props) => createElement(Content, props);
}

export const OverviewBoard = drawn(() =>
  import("@/components/overview/overview-board").then((module) => module.OverviewBoard),
);
export const VirtualClusterList = drawn(() =>
  import("@/components/virtual-cluster/virtual-cluster-list").then((module) => module.VirtualClusterList),
);
export const VirtualClusterDetails = drawn(() =>
  import("@/components/virtual-cluster/virtual-cluster-details").then(
    (module) => module.VirtualClusterDetails,
  ),
);
export const GatewayList = drawn(() =>
  import("@/components/gateway/gateway-list").then((module) => module.GatewayList),
);
export const GatewayDetails = drawn(() =>
  import("@/components/gateway/gateway-details").then((module) => module.GatewayDetails),
);
export const CertificateList = drawn(() =>
  import("@/components/certificate/certificate-list").then((module) => module.CertificateList),
);
export const CleanupBoard = drawn(() =>
  import("@/components/cleanup/cleanup-board").then((module) => module.CleanupBoard),
);
export const EventList = drawn(() =>
  import("@/components/event/event-list").then((module) => module.EventList),
);
export const FindingsBoard = drawn(() =>
  import("@/components/finding/findings-board").then((module) => module.FindingsBoard),
);
export const NotificationList = drawn(() =>
  import("@/components/notification/notification-list").then((module) => module.NotificationList),
);
export const IstioBoard = drawn(() =>
  import("@/components/istio/istio-board").then((module) => module.IstioBoard),
);
export const ApplicationList = drawn(() =>
  import("@/components/application/application-list").then((module) => module.ApplicationList),
);
export const ApplicationDetails = drawn(() =>
  import("@/components/application/application-details").then((module) => module.ApplicationDetails),
);
export const VersionDetails = drawn(() =>
  import("@/components/application/version-details").then((module) => module.VersionDetails),
);
export const ServiceList = drawn(() =>
  import("@/components/service/service-list").then((module) => module.ServiceList),
);
export const ServiceDetails = drawn(() =>
  import("@/components/service/service-details").then((module) => module.ServiceDetails),
);
export const DestinationRuleList = drawn(() =>
  import("@/components/destination-rule/destination-rule-list").then((module) => module.DestinationRuleList),
);
export const DestinationRuleDetails = drawn(() =>
  import("@/components/destination-rule/destination-rule-details").then(
    (module) => module.DestinationRuleDetails,
  ),
);
export const VirtualServiceList = drawn(() =>
  import("@/components/virtual-service/virtual-service-list").then((module) => module.VirtualServiceList),
);
export const VirtualServiceDetails = drawn(() =>
  import("@/components/virtual-service/virtual-service-details").then(
    (module) => module.VirtualServiceDetails,
  ),
);
export const ServiceEntryList = drawn(() =>
  import("@/components/service-entry/service-entry-list").then((module) => module.ServiceEntryList),
);
export const ServiceEntryDetails = drawn(() =>
  import("@/components/service-entry/service-entry-details").then((module) => module.ServiceEntryDetails),
);

// Forms, editors and the map begin in the browser: what is typed or dragged before their code is there would be lost.

export const MetadataEditor = deferred(
  () => import("@/components/metadata/metadata-editor").then((module) => module.MetadataEditor),
  MetadataPlaceholder,
);
export const RoutesMapBoard = deferred(
  () => import("@/components/map/routes-map-board").then((module) => module.RoutesMapBoard),
  MapPlaceholder,
);
export const TransferBoard = deferred(
  () => import("@/components/transfer/transfer-board").then((module) => module.TransferBoard),
  () => <Skeleton className="h-96 w-full rounded-xl" />,
);
export const GatewayForm = deferred(
  () => import("@/components/gateway/gateway-form").then((module) => module.GatewayForm),
  () => <FormPagePlaceholder kind="Gateway" />,
);
export const ServiceForm = deferred(
  () => import("@/components/service/service-form").then((module) => module.ServiceForm),
  () => <FormPagePlaceholder kind="Service" />,
);
export const DestinationRuleForm = deferred(
  () =>
    import("@/components/destination-rule/destination-rule-form").then(
      (module) => module.DestinationRuleForm,
    ),
  () => <FormPagePlaceholder kind="DestinationRule" />,
);
export const VirtualServiceForm = deferred(
  () =>
    import("@/components/virtual-service/virtual-service-form").then((module) => module.VirtualServiceForm),
  () => <FormPagePlaceholder kind="VirtualService" />,
);
export const ServiceEntryForm = deferred(
  () => import("@/components/service-entry/service-entry-form").then((module) => module.ServiceEntryForm),
  () => <FormPagePlaceholder kind="ServiceEntry" />,
);
export const EditVersionForm = deferred(
  () => import("@/components/application/version-editor").then((module) => module.EditVersionForm),
  () => <FormPagePlaceholder kind="Deployment" part="version" />,
);
export const NewVersionForm = deferred(
  () => import("@/components/application/version-editor").then((module) => module.NewVersionForm),
  NewVersionPlaceholder,
);

function MetadataPlaceholder() {
  const { vc = "" } = useParams<{ vc?: string }>();
  return (
    <>
      <MetadataHeader virtualCluster={decodeURIComponent(vc)} />
      <MetadataSkeleton />
    </>
  );
}

function MapPlaceholder() {
  return (
    <>
      <Skeleton className="h-8 w-56 max-sm:h-10 max-sm:w-full" />
      <Card flush>
        <SkeletonRows rows={8} label="Loading the map" />
      </Card>
    </>
  );
}

function NewVersionPlaceholder() {
  const { vc = "", name } = useParams<{ vc?: string; name?: string }>();
  return (
    <>
      <PageHeader
        title={name === undefined ? "New Application" : `New version of ${decodeURIComponent(name)}`}
        description={newDescription("Deployment", decodeURIComponent(vc))}
      />
      <FormPlaceholder />
    </>
  );
}
