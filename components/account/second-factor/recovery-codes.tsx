"use client";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import { texts } from "./texts";

/** Shows them once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="grid gap-4">
      <Callout tone="waiting" title={texts.keepCodes}>
        {texts.keepCodesHelp}
      </Callout>
      <CodeBlock code={codes.join("\n")} label={texts.recoveryCodes} numbered={false} />
      <Button variant="primary" size="lg" onClick={onDone}>
        {texts.codesKept}
      </Button>
    </div>
  );
}
