"use client";
import { BadgeCheck, SearchX } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { ListTools } from "@/components/mesh-object/list-tools";
import { useListRows } from "@/components/mesh-object/use-list-rows";
import { useSort } from "@/components/mesh-object/use-sort";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { LongTable } from "@/components/ui/long-table";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useColumns } from "@/components/ui/use-columns";
import { gatewayPath } from "@/components/virtual-cluster/paths";
import { VirtualClusterSelect } from "@/components/virtual-cluster/virtual-cluster-select";
import type { ListedCertificate } from "@/lib/api/certificate";
import { sortColumns } from "@/lib/api/sort-columns";
import { certificatesQuery } from "@/lib/client/activity";
import { certificateColumns } from "./columns";

const filters = { q: parseAsString.withDefault(""), vc: parseAsString.withDefault("") };
const keyOf = ({ virtualCluster, gateway, port, host }: ListedCertificate) =>
  `${virtualCluster}/${gateway}:${port}=${host}`;
const hrefOf = ({ virtualCluster, gateway }: ListedCertificate) => gatewayPath(virtualCluster, gateway);

/** The page "Certificates": all that were issued, those that end first come first unless another order is asked for. */
export function CertificateList() {
  const [{ q, vc }, setFilters] = useQueryStates(filters);
  const { sort, onSort, ordered } = useSort(sortColumns.Certificate);
  const { query, rows, total, table } = useListRows(
    certificatesQuery({ ...(q ? { q } : {}), ...(vc ? { virtualCluster: vc } : {}), ...ordered }),
  );
  const columns = useColumns("Certificates", certificateColumns);
  const filtered = q !== "" || vc !== "";

  return (
    <>
      <div ref={columns.ref} className="flex flex-wrap items-center gap-3">
        <SearchInput
          label="Filter certificates"
          value={q}
          onChange={(next) => void setFilters({ q: next })}
        />
        <VirtualClusterSelect value={vc} onChange={(next) => void setFilters({ vc: next })} />
        <ListTools
          total={query.isSuccess ? total : null}
          isFiltered={filtered}
          columns={columns}
          sort={sort}
          onSort={onSort}
        />
      </div>
      <Card flush>
        {!rows ? (
          query.isError ? (
            <QueryFailure what="The certificates" query={query} />
          ) : (
            <SkeletonRows rows={5} label="Loading certificates" />
          )
        ) : rows.length === 0 ? (
          filtered ? (
            <EmptyState
              icon={<SearchX aria-hidden />}
              title="No certificate fits"
              description="The filter looks at the host, the issuer and the serial."
              actions={
                <Button onClick={() => void setFilters({ q: null, vc: null })}>Clear the filter</Button>
              }
            />
          ) : (
            <EmptyState
              icon={<BadgeCheck aria-hidden />}
              title="No certificate yet"
              description="A certificate is ordered by itself for the Secured Host of a gateway, once the zone is delegated. It is put where the ingress reads it, and renewed in time."
              actions={
                <LinkButton href="/gateways" variant="primary">
                  Go to the gateways
                </LinkButton>
              }
            />
          )
        ) : (
          <LongTable
            label="Certificates"
            columns={columns.shown}
            rows={rows}
            totalRows={total}
            keyOf={keyOf}
            hrefOf={hrefOf}
            sort={sort}
            onSort={onSort}
            {...table}
          />
        )}
      </Card>
    </>
  );
}
