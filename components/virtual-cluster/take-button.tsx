"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";

export interface TakeButtonProps {
  name: string;
  /** It belongs to Kubernetes, Istio or Lamia: its name has to be typed. */
  system?: boolean;
  busy: boolean;
  onTake: () => unknown;
}

/** Makes a virtual cluster of a namespace. */
export function TakeButton({ name, system = false, busy, onTake }: TakeButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="sm"
        busy={busy}
        onClick={() => (system ? setAsking(true) : onTake())}
        aria-label={`Take ${name} under management`}
      >
        Take under management
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={
          <>
            Take <span className="font-mono">{name}</span> under management?
          </>
        }
        description="This namespace belongs to Kubernetes, Istio or Lamia. Its gateways will be walked, and its metadata can be edited. Its objects stay as they are: change those with kubectl."
        confirmLabel="Take under management"
        typeToConfirm={name}
        onConfirm={async () => {
          await onTake();
        }}
      />
    </>
  );
}
