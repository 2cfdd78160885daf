import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { texts } from "@/app/texts";
import { RequiredSecondFactor } from "@/components/account/second-factor/required-second-factor";
import { Entrance } from "@/components/shell/entrance";
import { Card } from "@/components/ui/card";
import { handlers } from "@/lib/server/http/handlers";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.secondFactor };

/** Where a user ends up who has only a password, in an installation that requires more. */
export default async function SecondFactorPage() {
  if ((await handlers().standing(await headers())) !== "no-factor") redirect("/");
  return (
    <Entrance title={texts.secondFactor} help={texts.secondFactorHelp}>
      <Card className="w-full max-w-sm p-1">
        <RequiredSecondFactor />
      </Card>
    </Entrance>
  );
}
