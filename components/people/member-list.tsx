"use client";
import { useQueryClient } from "@tanstack/react-query";
import { UserRoundCog, UserRoundMinus, UserRoundPlus, UsersRound } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { useSession } from "@/components/access/use-missing-role";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { Callout, EmptyState } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { RowMenu } from "@/components/ui/overlay/menu";
import { showToast } from "@/components/ui/overlay/toast";
import { PageHeader } from "@/components/ui/page-header";
import { sortColumns } from "@/lib/api/choices";
import type { MemberView } from "@/lib/api/people";
import { membersQuery, setMemberRole } from "@/lib/client/people";
import { memberColumns } from "./columns";
import { MemberDialog } from "./member-dialog";
import { texts } from "./texts";

const parsers = { q: parseAsString.withDefault("") };
const keyOf = ({ kind, name }: MemberView) => `${kind} ${name}`;

/** The page "Access" of a virtual cluster: who has which role there, apart from those with a role everywhere. */
export function MemberList({ virtualCluster }: { virtualCluster: string }) {
  const [isAdding, setIsAdding] = useState(false);
  const decides = useSession()?.decidedBy;
  return (
    <>
      <PageHeader
        title={texts.access}
        description={texts.accessHelp({ virtualCluster })}
        actions={
          <AllowedButton
            needs={["admin", virtualCluster]}
            reason={decides === "kubernetes" ? texts.clusterDecides({ virtualCluster }) : undefined}
            variant="primary"
            icon={<UserRoundPlus aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            {texts.addMember}
          </AllowedButton>
        }
      />
      {decides === "kubernetes" ? (
        <Callout title={texts.clusterDecidesTitle}>{texts.clusterDecides({ virtualCluster })}</Callout>
      ) : (
        <Members virtualCluster={virtualCluster} />
      )}
      {isAdding ? (
        <MemberDialog virtualCluster={virtualCluster} member={null} onClose={() => setIsAdding(false)} />
      ) : null}
    </>
  );
}

function Members({ virtualCluster }: { virtualCluster: string }) {
  const client = useQueryClient();
  const [{ q }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Member);
  const [changing, setChanging] = useState<MemberView | null>(null);
  const [removing, setRemoving] = useState<MemberView | null>(null);
  const list = useListRows(membersQuery(virtualCluster, { ...(q ? { q } : {}), ...ordered }));
  const actionsOf = useCallback(
    (member: MemberView) => (
      <RowMenu
        name={member.name}
        entries={[
          {
            label: texts.changeRole,
            icon: <UserRoundCog aria-hidden />,
            onSelect: () => setChanging(member),
          },
        ]}
        last={{
          label: texts.takeAwayRole,
          icon: <UserRoundMinus aria-hidden />,
          onSelect: () => setRemoving(member),
        }}
      />
    ),
    [],
  );
  const named = { name: removing?.name ?? "", virtualCluster };
  return (
    <>
      <ListFrame
        title={texts.membersTitle}
        list={list}
        columns={memberColumns}
        keyOf={keyOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        isFiltered={q !== ""}
        onClear={() => void setFilters(null)}
        searched={texts.searchedMembers}
        empty={
          <EmptyState
            icon={<UsersRound aria-hidden />}
            title={texts.noMembersYet}
            description={texts.noMembersHelp({ virtualCluster })}
          />
        }
      />
      {changing ? (
        <MemberDialog virtualCluster={virtualCluster} member={changing} onClose={() => setChanging(null)} />
      ) : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => open || setRemoving(null)}
        title={texts.takeAwayTitle(named)}
        description={removing?.kind === "group" ? texts.takeAwayGroupHelp(named) : texts.takeAwayHelp(named)}
        confirmLabel={texts.takeAwayNow}
        onConfirm={async () => {
          if (!removing) return;
          await setMemberRole(virtualCluster, removing, null);
          void client.invalidateQueries({ queryKey: ["people"] });
          showToast({ tone: "success", title: texts.tookAway(named) });
        }}
      />
    </>
  );
}
