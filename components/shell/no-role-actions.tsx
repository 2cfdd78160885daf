"use client";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";
import { leave } from "@/lib/client/leave";
import { dialogTexts as texts } from "./dialog-texts";

/** After an admin has given a role, the panel opens; and somebody else may want to sign in. */
export function NoRoleActions() {
  return (
    <div className="mt-1 flex flex-wrap gap-2">
      <LinkButton href="/" variant="primary">
        {texts.tryAgain}
      </LinkButton>
      <Button onClick={() => void leave()}>{texts.signOut}</Button>
    </div>
  );
}
