"use client";
import { Eye, Network, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Children, type ReactNode, useState } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { PendingCleanups, useCleanupsKnown } from "@/components/cleanup/pending-cleanups";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
import { texts as frame } from "@/components/mesh-object/texts";
import { NewButton, VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { deferred } from "@/components/ui/deferred";
import { Select } from "@/components/ui/form/controls";
import { TextLink } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { RowMenu } from "@/components/ui/overlay/menu";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { sortColumns } from "@/lib/api/choices";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewaysQuery } from "@/lib/client/gateways";
import { useCheckNow } from "./check-now-button";
import { gatewayColumns, gatewayColumnsOfOne } from "./gateway-columns";
import { gatewayFilterOf, gatewayParsers, gatewayStateOptions, stateParser } from "./gateway-filters";
import { gatewayPaths } from "./gateway-paths";
import { texts } from "./texts";

const keyOf = (gateway: GatewayView) => `${gateway.virtualCluster}/${gateway.name}`;
const hrefOf = (gateway: GatewayView) => gatewayPaths.details(gateway.virtualCluster, gateway.name);
const actionsOf = (gateway: GatewayView) => <GatewayMenu gateway={gateway} />;

/** The gateways of one virtual cluster, or of all; search, state and sorting are query parameters. */
export function GatewayList({ virtualCluster }: { virtualCluster?: string }) {
  const [{ q, vc, state }, setFilters] = useQueryStates(gatewayParsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Gateway);
  const cluster = virtualCluster ?? (vc || undefined);
  const list = useListRows(
    gatewaysQuery({
      ...gatewayFilterOf({ q, vc: cluster ?? "", state }),
      ...ordered,
    }),
  );
  const known = useCleanupsKnown();
  const create = (
    <NewButton
      label={texts.createGateway}
      kind="Gateway"
      hrefIn={gatewayPaths.create}
      virtualCluster={cluster}
    />
  );
  const header = <PageHeader title={texts.gateways} description={listTexts.gateways} actions={create} />;
  // The notice of cleanups would move the list down.
  if (!known)
    return (
      <>
        {header}
        <SkeletonRows rows={10} label={frame.loadingList({ plural: texts.gateways.toLowerCase() })} />
      </>
    );
  return (
    <>
      {header}
      <PendingCleanups virtualCluster={cluster} />
      <ListFrame
        title={texts.gateways}
        list={list}
        bulk="Gateway"
        columns={virtualCluster === undefined ? gatewayColumns : gatewayColumnsOfOne}
        keyOf={keyOf}
        hrefOf={hrefOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        filters={
          <>
            <Select
              aria-label={texts.state}
              placeholder={texts.anyState}
              className="w-full sm:w-44"
              options={gatewayStateOptions}
              value={state ?? ""}
              onChange={(event) => void setFilters({ state: stateParser.parse(event.target.value) })}
            />
            {virtualCluster === undefined ? (
              <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />
            ) : null}
          </>
        }
        filtersSet={(state === null ? 0 : 1) + (virtualCluster === undefined && vc !== "" ? 1 : 0)}
        isFiltered={q !== "" || state !== null || (virtualCluster === undefined && vc !== "")}
        onClear={() => void setFilters(null)}
        searched={texts.searched}
        empty={<GatewayEmptyState virtualCluster={virtualCluster} create={create} />}
      />
    </>
  );
}

const DeleteGatewayDialog = deferred(
  () => import("./delete-gateway-dialog").then((module) => module.DeleteGatewayDialog),
  () => null,
);

/** The actions at the end of a gateway's row: Details, Edit, Check now, Delete. */
export function GatewayMenu({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  const check = useCheckNow();
  const missing = useRoleCheck();
  const noEdit = missing(["editor", virtualCluster, "Gateway"]);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <RowMenu
        name={name}
        entries={[
          {
            label: texts.details,
            icon: <Eye aria-hidden />,
            href: gatewayPaths.details(virtualCluster, name),
          },
          {
            label: texts.edit,
            icon: <Pencil aria-hidden />,
            reason: noEdit,
            href: gatewayPaths.edit(virtualCluster, name),
          },
          {
            label: texts.checkNow,
            icon: <RefreshCw aria-hidden />,
            disabled: gateway.securedHosts.length === 0,
            reason: missing(["operator", virtualCluster]),
            onSelect: () => check.mutate(gateway),
          },
        ]}
        last={{
          label: texts.deleteMore,
          icon: <Trash2 aria-hidden />,
          reason: noEdit,
          onSelect: () => setDeleting(true),
        }}
      />
      {deleting ? (
        // The surrounding cell aligns its text to the right, which the dialog would inherit.
        <div className="whitespace-normal text-left">
          <DeleteGatewayDialog gateway={gateway} open onOpenChange={setDeleting} />
        </div>
      ) : null}
    </>
  );
}

/** Replaces an empty list: what a gateway is and how to create the first one. */
export function GatewayEmptyState(props: { virtualCluster: string | undefined; create: ReactNode }) {
  const { virtualCluster, create } = props;
  return (
    <EmptyState
      icon={<Network aria-hidden />}
      title={texts.noGateways}
      description={texts.noGatewaysHelp}
      actions={create}
    >
      <ol className="mx-auto max-w-md list-decimal space-y-1.5 pl-5 text-muted text-sm marker:text-subtle">
        <li>
          {virtualCluster === undefined
            ? texts.firstProvider
            : Children.toArray(
                texts.firstProviderHere({
                  metadata: (
                    <TextLink href={gatewayPaths.metadata(virtualCluster)}>{texts.metadataLink}</TextLink>
                  ),
                }),
              )}
        </li>
        <li>{texts.firstGateway}</li>
        <li>{texts.firstDelegation}</li>
        <li>{texts.firstAnswer}</li>
      </ol>
    </EmptyState>
  );
}
