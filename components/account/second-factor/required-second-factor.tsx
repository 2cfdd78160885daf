"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { leave } from "@/lib/client/leave";
import { AddPasskey } from "./add-passkey";
import { SetUpApp } from "./set-up-app";
import { texts } from "./texts";

/** The only thing that a user may do without the second factor that the installation requires. */
export function RequiredSecondFactor() {
  const [isLast, setIsLast] = useState(false);
  const [isPasskey, setIsPasskey] = useState(false);
  // A full load: requests everything with what the user may do from now on.
  const steps = { onDone: () => window.location.replace("/"), onCodes: () => setIsLast(true) };
  return (
    <div className="grid gap-3">
      {isPasskey ? <AddPasskey {...steps} /> : <SetUpApp {...steps} />}
      {isLast ? null : (
        <>
          <Button variant="ghost" onClick={() => setIsPasskey(!isPasskey)}>
            {isPasskey ? texts.ratherApp : texts.ratherPasskey}
          </Button>
          <Button variant="ghost" onClick={() => void leave()}>
            {texts.signOut}
          </Button>
        </>
      )}
    </div>
  );
}
