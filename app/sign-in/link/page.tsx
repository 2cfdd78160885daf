import type { Metadata } from "next";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { LinkForm } from "@/components/shell/sign-in-form";
import { Card } from "@/components/ui/card";

export const metadata: Metadata = { title: texts.createUser };

/** Where a one-time link leads: its user chooses a name and a password. */
export default function LinkPage() {
  return (
    <Entrance title={texts.createUser} help={texts.createUserHelp}>
      <Card className="w-full max-w-sm p-1">
        <LinkForm />
      </Card>
    </Entrance>
  );
}
