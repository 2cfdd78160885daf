"use client";
import { drawn } from "@/components/ui/deferred";

export const VirtualClusterDetails = drawn(() =>
  import("@/components/virtual-cluster/virtual-cluster-details").then(
    (module) => module.VirtualClusterDetails,
  ),
);
export const GatewayDetails = drawn(() =>
  import("@/components/gateway/gateway-details").then((module) => module.GatewayDetails),
);
export const ApplicationDetails = drawn(() =>
  import("@/components/application/application-details").then((module) => module.ApplicationDetails),
);
export const VersionDetails = drawn(() =>
  import("@/components/application/version-details").then((module) => module.VersionDetails),
);
export const ServiceDetails = drawn(() =>
  import("@/components/service/service-details").then((module) => module.ServiceDetails),
);
export const DestinationRuleDetails = drawn(() =>
  import("@/components/destination-rule/destination-rule-details").then(
    (module) => module.DestinationRuleDetails,
  ),
);
export const VirtualServiceDetails = drawn(() =>
  import("@/components/virtual-service/virtual-service-details").then(
    (module) => module.VirtualServiceDetails,
  ),
);
export const ServiceEntryDetails = drawn(() =>
  import("@/components/service-entry/service-entry-details").then((module) => module.ServiceEntryDetails),
);
