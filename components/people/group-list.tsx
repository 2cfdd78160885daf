"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { EmptyState } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { sortColumns } from "@/lib/api/choices";
import type { GroupView } from "@/lib/api/people";
import { groupsQuery, setGroupRole } from "@/lib/client/people";
import { everywhere, type Grant } from "@/lib/model/roles";
import { groupColumns } from "./columns";
import { GrantFields, isScope } from "./grant-fields";
import { RolesDialog } from "./roles-dialog";
import { texts } from "./texts";

const parsers = { q: parseAsString.withDefault("") };
const keyOf = ({ name }: GroupView) => name;

/** The page "Groups": what everybody in a group of the OIDC provider may do. */
export function GroupList() {
  const [{ q }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Group);
  const [open, setOpen] = useState<string | null>(null);
  const list = useListRows(groupsQuery({ ...(q ? { q } : {}), ...ordered }));
  const actionsOf = useCallback(
    ({ name }: GroupView) => (
      <Button size="sm" aria-label={texts.rolesOf({ name })} onClick={() => setOpen(name)}>
        {texts.editRoles}
      </Button>
    ),
    [],
  );
  const grants = list.rows?.find(({ name }) => name === open)?.grants ?? [];
  return (
    <>
      <ListFrame
        title={texts.groups}
        list={list}
        columns={groupColumns}
        keyOf={keyOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        isFiltered={q !== ""}
        onClear={() => void setFilters(null)}
        searched={texts.searchedGroups}
        empty={
          <EmptyState
            icon={<UsersRound aria-hidden />}
            title={texts.noGroups}
            description={texts.noGroupsHelp}
          />
        }
      />
      {open === null ? null : (
        <RolesDialog
          name={open}
          grants={grants}
          setRole={(scope, role) => setGroupRole(open, scope, role)}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** A group that no user is in yet gets a role, too. */
export function AddGroupButton() {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [group, setGroup] = useState("");
  const [grant, setGrant] = useState<Grant>({ role: "viewer", scope: everywhere });
  const [isTried, setIsTried] = useState(false);
  const isMissing = group.trim() === "";
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setIsOpen(true)}>
        {texts.addGroup}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        size="md"
        title={texts.addGroupTitle}
        description={texts.addGroupHelp}
        confirmLabel={texts.giveRole}
        tone="primary"
        onConfirm={async () => {
          setIsTried(true);
          if (isMissing || !isScope(grant.scope)) return false;
          await setGroupRole(group.trim(), grant.scope, grant.role);
          setGroup("");
          setIsTried(false);
          await client.invalidateQueries({ queryKey: ["people"] });
          return true;
        }}
      >
        <Field
          label={texts.groupName}
          help={texts.groupNameHelp}
          error={isTried && isMissing ? texts.enterGroup : undefined}
          required
        >
          <Input mono value={group} onChange={(event) => setGroup(event.target.value)} />
        </Field>
        <GrantFields value={grant} onChange={setGrant} />
      </ConfirmDialog>
    </>
  );
}
