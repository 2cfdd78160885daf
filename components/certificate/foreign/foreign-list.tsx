"use client";
import { FileKey2 } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { EmptyState } from "@/components/ui/notices";
import { gatewayPath } from "@/components/virtual-cluster/paths";
import { sortColumns } from "@/lib/api/choices";
import type { TlsSecretView } from "@/lib/api/tls-secret";
import { tlsSecretsQuery } from "@/lib/client/tls-secrets";
import { foreignColumns } from "./columns";
import { texts } from "./texts";

const parsers = { q: parseAsString.withDefault(""), vc: parseAsString.withDefault("") };

const keyOf = ({ namespace, name }: TlsSecretView) => `${namespace}/${name}`;

/** To the gateway, where a host can be taken over. */
const hrefOf = ({ uses: [first] }: TlsSecretView) =>
  first ? gatewayPath(first.virtualCluster, first.gateway) : "/gateways";

/** The page "Certificates", of others: the TLS Secrets that gateways name and that Lamia doesn't manage. */
export function ForeignSecretList() {
  const [{ q, vc }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.TlsSecret);
  const list = useListRows(
    tlsSecretsQuery({ ...(q ? { q } : {}), ...(vc ? { virtualCluster: vc } : {}), ...ordered }),
  );
  return (
    <ListFrame
      title={texts.title}
      list={list}
      columns={foreignColumns}
      keyOf={keyOf}
      hrefOf={hrefOf}
      sort={sort}
      onSort={onSort}
      q={q}
      onSearch={(next) => void setFilters({ q: next || null })}
      filters={<VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />}
      filtersSet={vc === "" ? 0 : 1}
      isFiltered={q !== "" || vc !== ""}
      onClear={() => void setFilters(null)}
      searched={texts.searched}
      empty={<EmptyState icon={<FileKey2 aria-hidden />} title={texts.none} description={texts.noneHelp} />}
    />
  );
}
