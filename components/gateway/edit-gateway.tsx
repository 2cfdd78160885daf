"use client";
import { useQuery } from "@tanstack/react-query";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { gatewayQuery } from "@/lib/client/gateways";

const GatewayEditor = deferred(
  () => import("./form/gateway-editor").then((module) => module.GatewayEditor),
  FormPlaceholder,
);

/** The page that edits a gateway: reads it, then shows its form. */
export function EditGateway({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const query = useQuery(gatewayQuery(virtualCluster, name));
  return (
    <>
      <PageHeader title={name} isName description={`Edit gateway in ${virtualCluster}`} />
      {query.data ? (
        <GatewayEditor virtualCluster={virtualCluster} gateway={query.data} />
      ) : query.isError ? (
        <ErrorState
          title={`Gateway ${name} could not be read`}
          message={query.error.message}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <FormPlaceholder />
      )}
    </>
  );
}
