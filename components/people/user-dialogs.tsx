"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { Dialog } from "@/components/ui/overlay/dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { InvitationView, UserView } from "@/lib/api/people";
import {
  createPasswordLink,
  endUserSessions,
  removeUser,
  resetSecondFactor,
  setDisabled,
  setUserRole,
} from "@/lib/client/people";
import { OneTimeLink } from "./one-time-link";
import { RolesDialog } from "./roles-dialog";
import { texts } from "./texts";

/** What an admin does to a user. */
export type UserAct = "roles" | "password" | "reset" | "end" | "disable" | "remove";

interface UserDialogProps {
  act: UserAct;
  /** As it is now, while the dialog is open. */
  user: UserView;
  onClose: () => void;
}

/** Asks before each act, and says what it means for the user. */
export function UserDialog({ act, user, onClose }: UserDialogProps) {
  const client = useQueryClient();
  const { id, name } = user;
  const stale = () => client.invalidateQueries({ queryKey: ["people"] });
  if (act === "roles")
    return (
      <RolesDialog
        name={name}
        grants={user.grants}
        setRole={(scope, role) => setUserRole(id, scope, role)}
        onClose={onClose}
      />
    );
  if (act === "password") return <PasswordDialog user={user} onClose={onClose} />;
  const { run, done, ...words } = actsOf(user)[act];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      {...words}
      onConfirm={async () => {
        await run();
        void stale();
        showToast({ tone: "success", title: done });
      }}
    />
  );
}

function actsOf({ id, name }: UserView) {
  return {
    end: {
      title: texts.endTitle({ name }),
      description: texts.endHelp({ name }),
      confirmLabel: texts.endSessions,
      tone: "primary",
      run: () => endUserSessions(id),
      done: texts.ended({ name }),
    },
    reset: {
      title: texts.resetTitle({ name }),
      description: texts.resetHelp({ name }),
      confirmLabel: texts.resetNow,
      tone: "danger",
      run: () => resetSecondFactor(id),
      done: texts.resetDone({ name }),
    },
    disable: {
      title: texts.disableTitle({ name }),
      description: texts.disableHelp({ name }),
      confirmLabel: texts.disableNow,
      tone: "danger",
      run: () => setDisabled(id, true),
      done: texts.disabledNow({ name }),
    },
    remove: {
      title: texts.removeTitle({ name }),
      description: texts.removeHelp,
      confirmLabel: texts.removeNow,
      tone: "danger",
      run: () => removeUser(id),
      done: texts.removed({ name }),
    },
  } as const;
}

function PasswordDialog({ user: { id, name }, onClose }: { user: UserView; onClose: () => void }) {
  const [link, setLink] = useState<InvitationView | null>(null);
  if (link === null)
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => open || onClose()}
        title={texts.passwordTitle({ name })}
        description={texts.passwordHelp({ name })}
        confirmLabel={texts.createLink}
        tone="primary"
        onConfirm={async () => {
          setLink(await createPasswordLink(id));
          return false;
        }}
      />
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={texts.passwordTitle({ name })}
      footer={<Button onClick={onClose}>{texts.close}</Button>}
    >
      <OneTimeLink link={link} />
    </Dialog>
  );
}
