import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import type { ImportedDocumentView } from "@/lib/api/import";
import { obstaclesOf } from "./import-actions";
import { texts } from "./texts";

export interface ImportConsent {
  force: boolean;
  ignoreFindings: boolean;
}

export interface ImportConfirmationProps {
  /** What would be written. */
  documents: readonly ImportedDocumentView[];
  virtualCluster: string;
  consent: ImportConsent;
  onConsent: (consent: ImportConsent) => void;
  busy: boolean;
  onApply: () => void;
}

/** The button that imports, and the consents it needs if there are obstacles. */
export function ImportConfirmation(props: ImportConfirmationProps) {
  const { documents, virtualCluster, consent, onConsent, busy, onApply } = props;
  const { owned, errors } = obstaclesOf(documents);
  const locked = documents.length === 0 || (owned && !consent.force) || (errors && !consent.ignoreFindings);
  const count = documents.length;
  const isAllHere = documents.every(({ namespace }) => namespace === virtualCluster);
  return (
    <div className="grid gap-3 border-line border-t p-4">
      {owned ? (
        <Checkbox
          label={texts.takeOver}
          help={texts.takeOverHelp}
          checked={consent.force}
          onChange={(event) => onConsent({ ...consent, force: event.target.checked })}
        />
      ) : null}
      {errors ? (
        <Checkbox
          label={texts.ignoreErrors}
          help={texts.ignoreErrorsHelp}
          checked={consent.ignoreFindings}
          onChange={(event) => onConsent({ ...consent, ignoreFindings: event.target.checked })}
        />
      ) : null}
      <div>
        <Button variant="primary" disabled={locked} busy={busy} onClick={onApply}>
          {count === 0
            ? texts.nothing
            : isAllHere
              ? texts.importInto({ count, virtualCluster })
              : texts.importAll({ count })}
        </Button>
      </div>
    </div>
  );
}
