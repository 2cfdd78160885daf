"use client";
import { CopyButton } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import { formatDate } from "@/components/ui/time/format-time";
import type { InvitationView } from "@/lib/api/people";
import { texts } from "./texts";

/** A link that the server doesn't show again, to copy. */
export function OneTimeLink({ link: { path, expiresAt } }: { link: InvitationView }) {
  const url = `${window.location.origin}${path}`;
  return (
    <div className="grid gap-3">
      <Callout tone="done" title={texts.linkReady}>
        {texts.linkHelp({ date: formatDate(Date.parse(expiresAt)) })}
      </Callout>
      <div className="flex min-w-0 items-center gap-2 rounded-md border border-line-strong bg-sunken px-2.5 py-1.5">
        <code className="min-w-0 flex-1 break-all font-mono text-[0.8125rem] text-ink">
          <span className="sr-only">{texts.linkOf} </span>
          {url}
        </code>
        <CopyButton text={url} label={texts.copyLink} />
      </div>
    </div>
  );
}
