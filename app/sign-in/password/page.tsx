import type { Metadata } from "next";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { PasswordLinkForm } from "@/components/shell/sign-in-form";
import { Card } from "@/components/ui/card";

export const metadata: Metadata = { title: texts.newPassword };

/** Where a link of an admin leads: its user sets a new password, and then signs in with it. */
export default function PasswordPage() {
  return (
    <Entrance title={texts.newPassword} help={texts.newPasswordHelp}>
      <Card className="w-full max-w-sm p-1">
        <PasswordLinkForm />
      </Card>
    </Entrance>
  );
}
