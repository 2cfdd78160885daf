"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EntryForm } from "@/components/shell/entry-form";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/overlay/toast";
import { changePassword } from "@/lib/client/account";
import { ApiProblem } from "@/lib/client/request";
import type { Refusal } from "@/lib/client/sign-in";
import { texts } from "./texts";

export function PasswordCard({ email }: { email: string }) {
  const client = useQueryClient();
  /** A new form after each change, so that no password stays in it. */
  const [changes, setChanges] = useState(0);

  async function change({ current = "", password = "" }: Record<string, string>): Promise<Refusal | null> {
    try {
      await changePassword(current, password);
      return null;
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem)) throw thrown;
      const [error] = thrown.problem.errors ?? [];
      return { message: error?.message ?? thrown.message, field: error && String(error.path[0]) };
    }
  }

  function done() {
    setChanges(changes + 1);
    showToast({ tone: "success", title: texts.passwordChanged });
    void client.invalidateQueries({ queryKey: ["account"] });
  }

  return (
    <Card title={texts.password} description={texts.passwordHelp}>
      {/* Password managers look for it. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <EntryForm
        key={changes}
        isFirst={false}
        fields={[
          { name: "current", label: texts.current, type: "password", autoComplete: "current-password" },
          {
            name: "password",
            label: texts.new,
            type: "password",
            autoComplete: "new-password",
            help: texts.newHelp,
          },
        ]}
        missing={texts.fillIn}
        submitLabel={texts.changePassword}
        submit={change}
        onDone={done}
      />
    </Card>
  );
}
