"use client";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";

const GatewayEditor = deferred(
  () => import("./form/gateway-editor").then((module) => module.GatewayEditor),
  FormPlaceholder,
);

/** The page that creates a gateway. */
export function NewGateway({ virtualCluster }: { virtualCluster: string }) {
  return (
    <>
      <PageHeader
        title="New gateway"
        description={`Where traffic enters ${virtualCluster}, and which of its hosts are to open over HTTPS.`}
      />
      <GatewayEditor virtualCluster={virtualCluster} gateway={null} />
    </>
  );
}
