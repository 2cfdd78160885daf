import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { NoRoleActions } from "@/components/shell/no-role-actions";
import { Card } from "@/components/ui/card";
import { handlers } from "@/lib/server/http/handlers";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.noRole };

/** Where a user without any role ends up: says so, and who can give one. */
export default async function NoRolePage() {
  const user = await handlers().userWithoutRole(await headers());
  if (!user) redirect("/");
  const { name, email, groups } = user;
  return (
    <Entrance title={texts.noRole} help={texts.signedInAs({ name, email })}>
      <Card className="w-full max-w-sm">
        <div className="grid gap-3 text-pretty text-sm">
          <p>{texts.askAdmin}</p>
          <p className="text-muted">
            {groups.length > 0 ? texts.yourGroups({ groups: groups.join(", ") }) : texts.noGroups}
          </p>
          <NoRoleActions />
        </div>
      </Card>
    </Entrance>
  );
}
