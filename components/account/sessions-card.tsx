"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/overlay/toast";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { SessionView } from "@/lib/api/access";
import { endSession, sessionsQuery } from "@/lib/client/account";
import { browserName } from "./browser-name";
import { texts } from "./texts";

/** Where the user is signed in; each session but this one can be ended. */
export function SessionsCard() {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery());
  const [ending, setEnding] = useState<string | null>(null);

  async function end(id: string | null) {
    setEnding(id ?? "others");
    try {
      await endSession(id);
      showToast({ tone: "success", title: id === null ? texts.othersEnded : texts.sessionEnded });
    } catch (thrown) {
      const description = thrown instanceof Error ? thrown.message : undefined;
      showToast({ tone: "error", title: texts.didNotWork, description });
    }
    await client.invalidateQueries({ queryKey: sessionsQuery().queryKey });
    setEnding(null);
  }

  const rows = sessions.data ?? [];
  return (
    <Card
      flush
      title={texts.sessions}
      description={texts.sessionsHelp}
      actions={
        rows.length > 1 ? (
          <Button busy={ending === "others"} onClick={() => void end(null)}>
            {texts.endOthers}
          </Button>
        ) : null
      }
    >
      {sessions.error ? <QueryFailure what={texts.theSessions} query={sessions} /> : null}
      {sessions.isPending ? <SkeletonRows rows={2} /> : null}
      <ul className="divide-y divide-line">
        {rows.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={ending === session.id}
            onEnd={() => void end(session.id)}
          />
        ))}
      </ul>
    </Card>
  );
}

interface SessionRowProps {
  session: SessionView;
  isEnding: boolean;
  onEnd: () => void;
}

function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const { isCurrent, userAgent, address, usedAt, createdAt, way } = session;
  const browser = browserName(userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
          <span title={userAgent ?? undefined}>{browser}</span>
          {isCurrent ? <Badge tone="done">{texts.thisSession}</Badge> : null}
          {way === "passkey" ? <Badge>{texts.byPasskey}</Badge> : null}
          {way === "oidc" ? <Badge>{texts.byProvider}</Badge> : null}
        </p>
        <p className="text-muted">
          {texts.lastUsed} <RelativeTime at={usedAt} />
          {address ? ` ${texts.usedFrom({ address })}` : ""}
          {" · "}
          {texts.began} <RelativeTime at={createdAt} />
        </p>
      </div>
      {isCurrent ? null : (
        <Button size="sm" busy={isEnding} onClick={onEnd} aria-label={texts.endThis({ browser })}>
          {texts.endSession}
        </Button>
      )}
    </li>
  );
}
