import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { NoRoleActions } from "@/components/shell/no-role-actions";
import { Card } from "@/components/ui/card";
import { handlers, type UserWithoutRole } from "@/lib/server/http/handlers";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.noRole };

/** Where a user without any role ends up: says so, and who can give one. */
export default async function NoRolePage() {
  const user = await handlers().userWithoutRole(await headers());
  if (!user) redirect("/");
  const { name, email, groups, cluster } = user;
  return (
    <Entrance title={cluster ? texts.noRight : texts.noRole} help={texts.signedInAs({ name, email })}>
      <Card className="w-full max-w-sm">
        <div className="grid gap-3 text-pretty text-sm">
          {cluster ? (
            <Rights {...cluster} />
          ) : (
            <>
              <p>{texts.askAdmin}</p>
              <p className="wrap-anywhere text-muted">
                {groups.length > 0 ? texts.yourGroups({ groups: groups.join(", ") }) : texts.noGroups}
              </p>
            </>
          )}
          <NoRoleActions />
        </div>
      </Card>
    </Entrance>
  );
}

/** Where the cluster's RBAC decides: what whoever administers it has to know. */
function Rights({ knownAs }: NonNullable<UserWithoutRole["cluster"]>) {
  if (!knownAs) return <p>{texts.unknownToCluster}</p>;
  const { user, groups } = knownAs;
  return (
    <>
      <p>{texts.askForBinding}</p>
      <p className="wrap-anywhere text-muted">
        {texts.knownAs({ user, groups: groups.join(", "), count: groups.length })}
      </p>
    </>
  );
}
