"use client";
import { UserPlus } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import type { InvitationView } from "@/lib/api/people";
import { inviteUser } from "@/lib/client/people";
import { everywhere, type Grant } from "@/lib/model/roles";
import { GrantFields, isScope } from "./grant-fields";
import { OneTimeLink } from "./one-time-link";
import { texts } from "./texts";

/** Asks for a role and where it counts, then shows the link. */
export function InviteButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => setOpen(true)}>
        {texts.invite}
      </Button>
      {open ? <InviteDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [grant, setGrant] = useState<Grant>({ role: "viewer", scope: everywhere });
  const [link, setLink] = useState<InvitationView | null>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  async function create() {
    if (!isScope(grant.scope) || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      setLink(await inviteUser(grant.role, grant.scope));
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : texts.failed);
    }
    setBusy(false);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={texts.inviteTitle}
      description={texts.inviteHelp}
      footer={
        link ? (
          <Button onClick={onClose}>{texts.close}</Button>
        ) : (
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            {texts.createLink}
          </Button>
        )
      }
    >
      {link ? (
        <OneTimeLink link={link} />
      ) : (
        <form
          id={formId}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          <GrantFields value={grant} onChange={setGrant} />
          {error ? <Callout tone="failed">{error}</Callout> : null}
        </form>
      )}
    </Dialog>
  );
}
