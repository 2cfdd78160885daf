"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Input, Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { MemberView } from "@/lib/api/people";
import { setMemberRole } from "@/lib/client/people";
import { ApiProblem } from "@/lib/client/request";
import { type Role, roles } from "@/lib/model/roles";
import { texts } from "./texts";

const helps: Readonly<Record<Role, string>> = {
  viewer: texts.viewerHelp,
  operator: texts.operatorHelp,
  editor: texts.editorHelp,
  admin: texts.adminHelp,
};
const roleOptions = roles.map((role) => ({
  value: role,
  label: texts.roleWithHelp({ role, help: helps[role] }),
}));
const kindOptions = [
  { value: "user", label: texts.aUser },
  { value: "group", label: texts.aGroup },
];

interface Props {
  virtualCluster: string;
  /** Whose role changes; null to give somebody a role by their exact name. */
  member: MemberView | null;
  onClose: () => void;
}

/** Gives a user or a group a role in the virtual cluster. Names are typed: nobody gets a list of all users here. */
export function MemberDialog({ virtualCluster, member, onClose }: Props) {
  const client = useQueryClient();
  const [kind, setKind] = useState<MemberView["kind"]>(member?.kind ?? "user");
  const [name, setName] = useState(member?.name ?? "");
  const [role, setRole] = useState<Role>(member?.role ?? "viewer");
  const [error, setError] = useState<string>();
  const isUser = kind === "user";
  async function save(): Promise<boolean> {
    if (name.trim() === "") {
      setError(isUser ? texts.enterEmail : texts.enterGroup);
      return false;
    }
    try {
      await setMemberRole(virtualCluster, { kind, name: name.trim() }, role);
    } catch (thrown) {
      const places = thrown instanceof ApiProblem ? (thrown.problem.errors ?? []) : [];
      const [found] = places.filter(({ path }) => path[0] === "name");
      if (!found) throw thrown;
      setError(found.message);
      return false;
    }
    void client.invalidateQueries({ queryKey: ["people"] });
    showToast({ tone: "success", title: texts.hasRole({ name: name.trim(), role: texts[role] }) });
    return true;
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      size="md"
      tone="primary"
      title={member ? texts.changeRoleTitle({ name: member.name }) : texts.addMemberTitle({ virtualCluster })}
      description={member ? undefined : texts.addMemberHelp({ virtualCluster })}
      confirmLabel={member ? texts.changeRoleNow : texts.giveRole}
      onConfirm={save}
    >
      {member ? null : (
        <div className="grid gap-4 sm:grid-cols-[9rem_1fr]">
          <Field label={texts.who}>
            <Select
              options={kindOptions}
              value={kind}
              onChange={({ target }) => {
                setKind(target.value === "group" ? "group" : "user");
                setError(undefined);
              }}
            />
          </Field>
          <Field
            label={isUser ? texts.email : texts.groupName}
            help={isUser ? texts.memberEmailHelp : texts.groupNameHelp}
            error={error}
            required
          >
            <Input
              mono={!isUser}
              type={isUser ? "email" : "text"}
              autoComplete="off"
              value={name}
              onChange={({ target }) => {
                setName(target.value);
                setError(undefined);
              }}
            />
          </Field>
        </div>
      )}
      <Field label={texts.role} help={texts.roleHelp}>
        <Select
          options={roleOptions}
          value={role}
          onChange={({ target }) => setRole(roles.find((each) => each === target.value) ?? "viewer")}
        />
      </Field>
    </ConfirmDialog>
  );
}
