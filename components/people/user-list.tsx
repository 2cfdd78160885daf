"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound, LogOut, ShieldOff, Trash2, UserCheck, UserRoundCog, Users } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { Select } from "@/components/ui/form/controls";
import { EmptyState } from "@/components/ui/notices";
import { RowMenu } from "@/components/ui/overlay/menu";
import { showToast } from "@/components/ui/overlay/toast";
import { sortColumns } from "@/lib/api/choices";
import type { UserView } from "@/lib/api/people";
import { setDisabled, usersQuery } from "@/lib/client/people";
import { userColumns } from "./columns";
import { texts } from "./texts";
import { type UserAct, UserDialog } from "./user-dialogs";

const states = ["active", "disabled"] as const;
const stateOptions = states.map((state) => ({ value: state, label: texts[state] }));
const parsers = { q: parseAsString.withDefault(""), state: parseAsStringLiteral(states) };
const keyOf = ({ id }: UserView) => id;

/** The page "Users". */
export function UserList() {
  const [{ q, state }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.User);
  const [open, setOpen] = useState<{ act: UserAct; user: UserView } | null>(null);
  const list = useListRows(usersQuery({ ...(q ? { q } : {}), ...(state ? { state } : {}), ...ordered }));
  const enable = useEnable();
  const actionsOf = useCallback(
    (user: UserView) => (
      <UserMenu user={user} onAct={(act) => setOpen({ act, user })} onEnable={() => enable(user)} />
    ),
    [enable],
  );
  const shown = open && (list.rows?.find(({ id }) => id === open.user.id) ?? open.user);
  return (
    <>
      <ListFrame
        title={texts.users}
        list={list}
        columns={userColumns}
        keyOf={keyOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        filters={
          <Select
            aria-label={texts.state}
            placeholder={texts.anyState}
            className="w-full sm:w-40"
            options={stateOptions}
            value={state ?? ""}
            onChange={(event) =>
              void setFilters({ state: states.find((each) => each === event.target.value) ?? null })
            }
          />
        }
        filtersSet={state === null ? 0 : 1}
        isFiltered={q !== "" || state !== null}
        onClear={() => void setFilters(null)}
        searched={texts.searchedUsers}
        empty={
          <EmptyState icon={<Users aria-hidden />} title={texts.noUsers} description={texts.noUsersHelp} />
        }
      />
      {open && shown ? <UserDialog act={open.act} user={shown} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

interface UserMenuProps {
  user: UserView;
  onAct: (act: UserAct) => void;
  onEnable: () => void;
}

function UserMenu({ user: { name, isYou, isDisabled, hasSecondFactor }, onAct, onEnable }: UserMenuProps) {
  const reason = isYou ? texts.notYou : undefined;
  return (
    <RowMenu
      name={name}
      entries={[
        {
          label: texts.editRoles,
          icon: <UserRoundCog aria-hidden />,
          reason,
          onSelect: () => onAct("roles"),
        },
        { label: texts.passwordLink, icon: <KeyRound aria-hidden />, onSelect: () => onAct("password") },
        {
          label: texts.resetFactor,
          icon: <ShieldOff aria-hidden />,
          reason: reason ?? (hasSecondFactor ? undefined : texts.noFactor),
          onSelect: () => onAct("reset"),
        },
        { label: texts.endSessions, icon: <LogOut aria-hidden />, onSelect: () => onAct("end") },
        isDisabled
          ? { label: texts.enable, icon: <UserCheck aria-hidden />, onSelect: onEnable }
          : { label: texts.disable, icon: <Ban aria-hidden />, reason, onSelect: () => onAct("disable") },
      ]}
      last={{
        label: texts.remove,
        icon: <Trash2 aria-hidden />,
        reason,
        onSelect: () => onAct("remove"),
      }}
    />
  );
}

function useEnable() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ id }: UserView) => setDisabled(id, false),
    onSuccess: (_, { name }) => showToast({ tone: "success", title: texts.enabledNow({ name }) }),
    onError: ({ message }) => showToast({ tone: "error", title: texts.failed, description: message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
  return mutate;
}
