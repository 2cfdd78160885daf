"use client";
import { drawn } from "@/components/ui/deferred";

// The content of list pages. One file per kind of content, because a page loads all parts of a file that it
// imports.

export const VirtualClusterList = drawn(() =>
  import("@/components/virtual-cluster/virtual-cluster-list").then((module) => module.VirtualClusterList),
);
export const GatewayList = drawn(() =>
  import("@/components/gateway/gateway-list").then((module) => module.GatewayList),
);
export const CertificateList = drawn(() =>
  import("@/components/certificate/certificate-list").then((module) => module.CertificateList),
);
export const ForeignSecretList = drawn(() =>
  import("@/components/certificate/foreign/foreign-list").then((module) => module.ForeignSecretList),
);
export const AuditList = drawn(() =>
  import("@/components/audit/audit-list").then((module) => module.AuditList),
);
export const EventList = drawn(() =>
  import("@/components/event/event-list").then((module) => module.EventList),
);
export const NotificationList = drawn(() =>
  import("@/components/notification/notification-list").then((module) => module.NotificationList),
);
export const ApplicationList = drawn(() =>
  import("@/components/application/application-list").then((module) => module.ApplicationList),
);
export const ServiceList = drawn(() =>
  import("@/components/service/service-list").then((module) => module.ServiceList),
);
export const DestinationRuleList = drawn(() =>
  import("@/components/destination-rule/destination-rule-list").then((module) => module.DestinationRuleList),
);
export const VirtualServiceList = drawn(() =>
  import("@/components/virtual-service/virtual-service-list").then((module) => module.VirtualServiceList),
);
export const ServiceEntryList = drawn(() =>
  import("@/components/service-entry/service-entry-list").then((module) => module.ServiceEntryList),
);
