"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { SecondFactorView } from "@/lib/api/access";
import { accountQuery } from "@/lib/client/account";
import type { FactorAct } from "./dialogs";
import { texts } from "./texts";

const SecondFactorDialog = deferred(
  () => import("./dialogs").then((module) => module.SecondFactorDialog),
  () => null,
);

/** What a sign-in with the password asks for, too. */
export function SecondFactorCard({
  factor: { app, passkeys, recoveryCodesLeft, isRequired },
}: {
  factor: SecondFactorView;
}) {
  const client = useQueryClient();
  const [act, setAct] = useState<FactorAct | null>(null);
  const close = () => {
    setAct(null);
    void client.invalidateQueries({ queryKey: accountQuery().queryKey });
  };
  return (
    <Card flush title={texts.secondFactor} description={texts.help}>
      <ul className="divide-y divide-line">
        <Row
          title={texts.app}
          badge={app ? <Badge tone="done">{texts.on}</Badge> : <Badge>{texts.off}</Badge>}
          about={app ? <Used {...app} /> : null}
        >
          <Button size="sm" onClick={() => setAct(app ? "replace" : "set-up")}>
            {app ? texts.replace : texts.setUp}
          </Button>
          {app && (!isRequired || passkeys.length > 0) ? (
            <Button size="sm" variant="danger-ghost" onClick={() => setAct("turn-off")}>
              {texts.turnOff}
            </Button>
          ) : null}
        </Row>
        <Row title={texts.passkeys} badge={null} about={texts.passkeysHelp}>
          <Button size="sm" onClick={() => setAct("passkey")}>
            {texts.addPasskey}
          </Button>
        </Row>
        {passkeys.map(({ id, name, rpId, ...times }) => (
          <Row
            key={id}
            title={<span className="min-w-0 break-words">{name}</span>}
            badge={<Badge>{texts.worksAt({ name: rpId })}</Badge>}
            about={<Used {...times} />}
          >
            <Button
              size="sm"
              variant="danger-ghost"
              aria-label={texts.removeThis({ name })}
              onClick={() => setAct({ id, name })}
            >
              {texts.remove}
            </Button>
          </Row>
        ))}
        {app || passkeys.length > 0 ? (
          <Row
            title={texts.recoveryCodes}
            badge={
              <Badge tone={recoveryCodesLeft < 3 ? "waiting" : "neutral"}>
                {texts.codesLeft({ count: recoveryCodesLeft })}
              </Badge>
            }
            about={texts.codesHelp}
          >
            <Button size="sm" onClick={() => setAct("codes")}>
              {texts.makeNew}
            </Button>
          </Row>
        ) : null}
      </ul>
      {act ? <SecondFactorDialog act={act} onClose={close} /> : null}
    </Card>
  );
}

interface RowProps {
  title: ReactNode;
  badge: ReactNode;
  about: ReactNode;
  /** Its buttons. */
  children: ReactNode;
}

function Row({ title, badge, about, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
          {title}
          {badge}
        </p>
        {about ? <p className="text-muted">{about}</p> : null}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}

function Used({ createdAt, usedAt }: { createdAt: string; usedAt: string | null }) {
  return (
    <>
      {texts.added} <RelativeTime at={createdAt} />
      {" · "}
      {usedAt === null ? (
        texts.neverUsed
      ) : (
        <>
          {texts.lastUsed} <RelativeTime at={usedAt} />
        </>
      )}
    </>
  );
}
