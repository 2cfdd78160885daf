import type { Metadata } from "next";
import { Children } from "react";
import { texts } from "@/app/texts";
import { Logo } from "@/components/shell/logo";
import { safeNextPath } from "@/components/shell/safe-next-path";
import { SignInForm } from "@/components/shell/sign-in-form";
import { Card } from "@/components/ui/card";

export const metadata: Metadata = { title: texts.signIn };

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Asks for the API token; `?next=` says where to go afterwards. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="flex flex-col items-center gap-3 text-center">
        <Logo className="size-11" />
        <div>
          <h1 className="font-semibold text-ink text-xl tracking-tight">{texts.signInTitle}</h1>
          <p className="text-muted">{texts.purpose}</p>
        </div>
      </div>
      <Card className="w-full max-w-sm p-1">
        <SignInForm next={safeNextPath(typeof next === "string" ? next : undefined)} />
      </Card>
      <div className="max-w-sm text-pretty text-center text-subtle text-xs">
        {Children.toArray(
          texts.tokenHelp({ variable: <Name>LAMIA_API_TOKEN</Name>, command: <Name>npm run demo</Name> }),
        )}
      </div>
    </main>
  );
}

function Name({ children }: { children: string }) {
  return <code className="rounded-sm bg-sunken px-1 font-mono text-muted">{children}</code>;
}
