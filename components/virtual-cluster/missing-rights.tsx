"use client";
import { CopyLine } from "@/components/ui/copy-button";
import { Callout } from "@/components/ui/notices";
import type { Status } from "@/lib/api/stream";
import { catalogue } from "@/lib/text/catalogue";

const texts = catalogue({
  title: "Lamia lacks rights in the cluster",
  help: "The API server refuses what is listed here. Nothing is deleted because of it. Lamia sees within seconds when you grant a right.",
  inCluster: "{verbs} {resource}, in the whole cluster",
  inNamespace: "{verbs} {resource}, in {namespace}",
  copy: "Copy the command",
  byHand: "Grant it to the user that Lamia connects as.",
});

/** Every right that the API server has refused to Lamia, what it is for, and the command that grants it. */
export function MissingRights({ rights }: { rights: Status["cluster"]["missingRights"] }) {
  return (
    <Callout tone="blocked" title={texts.title}>
      <p>{texts.help}</p>
      <ul className="mt-2 grid gap-3">
        {rights.map(({ resource, verbs, namespace, purpose, command }) => (
          <li key={`${namespace ?? ""} ${resource}`} className="grid min-w-0 gap-1">
            <span>
              <code className="break-words font-mono text-xs">
                {namespace === null
                  ? texts.inCluster({ verbs: verbs.join(", "), resource })
                  : texts.inNamespace({ verbs: verbs.join(", "), resource, namespace })}
              </code>
              : {purpose}.
            </span>
            {command === null ? <span>{texts.byHand}</span> : <CopyLine text={command} label={texts.copy} />}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
