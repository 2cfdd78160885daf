import type { Metadata } from "next";
import { Children } from "react";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { safeNextPath } from "@/components/shell/safe-next-path";
import { SignInForm } from "@/components/shell/sign-in-form";
import { Card } from "@/components/ui/card";
import { handlers } from "@/lib/server/http/handlers";

// The ways in change while the panel runs.
export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.signIn };

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Asks for email and password, or the installation token; `?next=` says where to go afterwards. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const ways = await handlers().signInWays();
  const tokenHelp = texts.tokenHelp({
    variable: <Name>LAMIA_API_TOKEN</Name>,
    command: <Name>npm run demo</Name>,
  });
  return (
    <Entrance title={texts.signInTitle} help={texts.purpose}>
      <Card className="w-full max-w-sm p-1">
        <SignInForm
          next={safeNextPath(typeof next === "string" ? next : undefined)}
          ways={ways}
          tokenHelp={Children.toArray(tokenHelp)}
        />
      </Card>
    </Entrance>
  );
}

function Name({ children }: { children: string }) {
  return <code className="rounded-sm bg-sunken px-1 font-mono text-muted">{children}</code>;
}
