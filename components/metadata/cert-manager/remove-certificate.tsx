import { CodeBlock } from "@/components/ui/copy-button";
import type { CertManagerView } from "@/lib/api/cert-manager";
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

/** What remains to be done of each Certificate once hosts are taken over. */
export function Afterwards({ certificates }: Pick<CertManagerView, "certificates">) {
  if (certificates.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium text-ink">{texts.afterwards}</h3>
      <p className="text-pretty text-muted">{texts.afterwardsHelp}</p>
      {certificates.map(({ namespace, name, secret, gateways, isUsedElsewhere, madeFrom, ownsSecret }) => (
        <div key={`${namespace}/${name}`} className="grid gap-1">
          <p className="text-subtle">
            {texts.usedBy({ name, count: gateways.length, gateways: gateways.join(", ") })}
            {isUsedElsewhere ? ` ${texts.usedElsewhere}` : null}
          </p>
          {gateways.length === 0 && !isUsedElsewhere ? (
            <RemoveCertificate {...{ namespace, name, secret, madeFrom, ownsSecret }} />
          ) : null}
        </div>
      ))}
    </section>
  );
}
