"use client";
import { BadgeCheck } from "lucide-react";
import { useQueryStates } from "nuqs";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { deferred } from "@/components/ui/deferred";
import { Select } from "@/components/ui/form/controls";
import { LinkButton } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { gatewayPath } from "@/components/virtual-cluster/paths";
import type { ListedCertificate } from "@/lib/api/certificate";
import { sortColumns } from "@/lib/api/choices";
import { certificatesQuery } from "@/lib/client/activity";
import {
  certificateFilterOf,
  certificateParsers,
  spanOf,
  spanOptions,
  spanValue,
} from "./certificate-filters";
import { certificateColumns } from "./columns";
import { texts } from "./texts";

const WildcardNotices = deferred(
  () => import("./wildcard/wildcard-notices").then((module) => module.WildcardNotices),
  () => null,
);

const keyOf = ({ virtualCluster, gateway, port, host }: ListedCertificate) =>
  `${virtualCluster}/${gateway}:${port}=${host}`;
const hrefOf = ({ virtualCluster, gateway }: ListedCertificate) => gatewayPath(virtualCluster, gateway);

/** The page "Certificates": all issued certificates, by default sorted by expiry. */
export function CertificateList() {
  const [filters, setFilters] = useQueryStates(certificateParsers);
  const { q, vc } = filters;
  const { sort, onSort, ordered } = useSort(sortColumns.Certificate);
  const list = useListRows(certificatesQuery({ ...certificateFilterOf(filters), ...ordered }));
  return (
    <>
      {vc ? <WildcardNotices virtualCluster={vc} /> : null}
      <ListFrame
        title={texts.certificates}
        list={list}
        columns={certificateColumns}
        keyOf={keyOf}
        hrefOf={hrefOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        filters={
          <>
            <Select
              aria-label={texts.daysLeft}
              placeholder={texts.anyDaysLeft}
              className="w-full sm:w-52"
              options={spanOptions(filters)}
              value={spanValue(filters)}
              onChange={(event) => void setFilters(spanOf(event.target.value))}
            />
            <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />
          </>
        }
        filtersSet={[vc, spanValue(filters)].filter((set) => set !== "").length}
        isFiltered={q !== "" || vc !== "" || spanValue(filters) !== ""}
        onClear={() => void setFilters(null)}
        searched={texts.searched}
        empty={
          <EmptyState
            icon={<BadgeCheck aria-hidden />}
            title={texts.none}
            description={texts.noneHelp}
            actions={
              <LinkButton href="/gateways" variant="primary">
                {texts.goToGateways}
              </LinkButton>
            }
          />
        }
      />
    </>
  );
}
