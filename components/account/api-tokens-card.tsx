"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { ApiTokenView } from "@/lib/api/access";
import { apiTokensQuery, removeApiToken } from "@/lib/client/account";
import { NewTokenDialog } from "./new-token-dialog";
import { roleLabels, scopeLabel } from "./role-labels";
import { texts } from "./texts";

/** The user's tokens for programs. */
export function ApiTokensCard({ grants }: { grants: readonly { scope: string }[] }) {
  const client = useQueryClient();
  const tokens = useQuery(apiTokensQuery());
  const [isNew, setIsNew] = useState(false);
  const [leaving, setLeaving] = useState<ApiTokenView | null>(null);
  const readAgain = () => client.invalidateQueries({ queryKey: apiTokensQuery().queryKey });

  async function remove(id: string) {
    await removeApiToken(id);
    showToast({ tone: "success", title: texts.tokenRemoved });
    await readAgain();
  }

  const rows = tokens.data ?? [];
  return (
    <Card
      flush
      title={texts.tokens}
      description={texts.tokensHelp}
      actions={<Button onClick={() => setIsNew(true)}>{texts.newToken}</Button>}
    >
      {tokens.error ? <QueryFailure what={texts.theTokens} query={tokens} /> : null}
      {tokens.isPending ? <SkeletonRows rows={2} /> : null}
      {tokens.data?.length === 0 ? <p className="px-4 py-5 text-muted text-sm">{texts.noTokens}</p> : null}
      <ul className="divide-y divide-line">
        {rows.map((token) => (
          <TokenRow key={token.id} token={token} onRemove={() => setLeaving(token)} />
        ))}
      </ul>
      {isNew ? (
        <NewTokenDialog grants={grants} onCreated={() => void readAgain()} onClose={() => setIsNew(false)} />
      ) : null}
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => open || setLeaving(null)}
        title={texts.removeQuestion({ name: leaving?.name ?? "" })}
        description={texts.removeHelp}
        confirmLabel={texts.removeToken}
        onConfirm={() => (leaving ? remove(leaving.id) : undefined)}
      />
    </Card>
  );
}

function TokenRow({ token, onRemove }: { token: ApiTokenView; onRemove: () => void }) {
  const { name, role, scope, lastUsedAt, expiresAt } = token;
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
          <span className="min-w-0 break-words">{name}</span>
          <Badge tone="accent">{roleLabels[role]}</Badge>
          <Badge>{scopeLabel(scope)}</Badge>
          {isExpired ? <Badge tone="failed">{texts.expired}</Badge> : null}
        </p>
        <p className="text-muted">
          {lastUsedAt === null ? (
            texts.neverUsed
          ) : (
            <>
              {texts.lastUsed} <RelativeTime at={lastUsedAt} />
            </>
          )}
          {" · "}
          {expiresAt === null ? (
            texts.neverExpires
          ) : (
            <>
              {texts.expiresAt} <RelativeTime at={expiresAt} />
            </>
          )}
        </p>
      </div>
      <Button size="sm" variant="danger-ghost" onClick={onRemove} aria-label={texts.removeThis({ name })}>
        {texts.removeToken}
      </Button>
    </li>
  );
}
