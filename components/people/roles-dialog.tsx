"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import type { UserGrant } from "@/lib/api/people";
import { everywhere, type Grant, type Role } from "@/lib/model/roles";
import { GrantFields, isScope } from "./grant-fields";
import { roleWord, scopeWord } from "./role-badges";
import { texts } from "./texts";

interface RolesDialogProps {
  /** Of the user or the group. */
  name: string;
  grants: readonly (Grant & Partial<Pick<UserGrant, "group">>)[];
  setRole: (scope: string, role: Role | null) => Promise<unknown>;
  onClose: () => void;
}

/** The roles of a user or a group. Each change is made at once; what a user has from a group is only shown. */
export function RolesDialog({ name, grants, setRole, onClose }: RolesDialogProps) {
  const client = useQueryClient();
  const [next, setNext] = useState<Grant>({ role: "viewer", scope: everywhere });
  const change = useMutation({
    mutationFn: ({ scope, role }: { scope: string; role: Role | null }) => setRole(scope, role),
    onSettled: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={texts.rolesOf({ name })}
      description={texts.rolesHelp}
      footer={(close) => <Button onClick={close}>{texts.close}</Button>}
    >
      <div className="grid gap-4">
        {grants.length === 0 ? (
          <p className="text-muted text-sm">{texts.noRole}</p>
        ) : (
          <ul
            aria-label={texts.rolesHeld({ name })}
            className="divide-y divide-line rounded-lg border border-line"
          >
            {grants.map(({ role, scope, group = null }) => (
              <li
                key={`${scope} ${role} ${group ?? ""}`}
                className="flex min-h-11 items-center gap-3 px-3 py-1.5 text-sm"
              >
                <span className="w-20 shrink-0 font-medium text-ink">{roleWord(role)}</span>
                <span className="min-w-0 flex-1">
                  <span className="break-all text-muted">{scopeWord(scope)}</span>
                  {group === null ? null : (
                    <span className="block text-subtle text-xs">{texts.byGroup({ group })}</span>
                  )}
                </span>
                {group === null ? (
                  <IconButton
                    size="sm"
                    label={texts.takeAway({ role: roleWord(role), scope: scopeWord(scope) })}
                    busy={change.isPending && change.variables.scope === scope}
                    onClick={() => change.mutate({ scope, role: null })}
                  >
                    <X aria-hidden />
                  </IconButton>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {change.isError ? <Callout tone="failed">{change.error.message}</Callout> : null}
        <form
          className="grid gap-4 border-line border-t pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isScope(next.scope)) change.mutate(next);
          }}
        >
          <GrantFields value={next} onChange={setNext} />
          <Button type="submit" className="justify-self-end" busy={change.isPending}>
            {texts.giveRole}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
