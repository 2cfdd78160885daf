import { CodeBlock } from "@/components/ui/copy-button";
import { texts } from "./texts";

interface RemoveCertificateProps {
  namespace: string;
  name: string;
  /** `namespace/name` */
  secret: string;
  madeFrom: { kind: string; name: string } | null;
  ownsSecret: boolean;
}

/** The command that ends cert-manager's renewal, and what to know before you run it. Only for a Secret that nothing serves. */
export function RemoveCertificate({ namespace, name, secret, madeFrom, ownsSecret }: RemoveCertificateProps) {
  return (
    <div className="grid gap-2">
      {madeFrom ? <p className="text-pretty">{texts.madeFrom(madeFrom)}</p> : null}
      {ownsSecret ? <p className="text-pretty">{texts.ownsSecret({ secret })}</p> : null}
      <CodeBlock
        label={texts.command({ name })}
        numbered={false}
        code={texts.deleteCertificate({ namespace, name })}
      />
    </div>
  );
}
