import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import type { ImportedDocumentView } from "@/lib/api/import";
import { obstaclesOf } from "./import-actions";

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

/** The button that imports, and the leave it needs where something stands in the way. */
export function ImportConfirmation(props: ImportConfirmationProps) {
  const { documents, virtualCluster, consent, onConsent, busy, onApply } = props;
  const { owned, errors } = obstaclesOf(documents);
  const locked = documents.length === 0 || (owned && !consent.force) || (errors && !consent.ignoreFindings);
  const what = documents.length === 1 ? "1 object" : `${documents.length} objects`;
  return (
    <div className="grid gap-3 border-line border-t p-4">
      {owned ? (
        <Checkbox
          label="Take over fields that others own"
          help="Whoever wrote them before may write them again, and undo the import."
          checked={consent.force}
          onChange={(event) => onConsent({ ...consent, force: event.target.checked })}
        />
      ) : null}
      {errors ? (
        <Checkbox
          label="Import despite the errors that were found"
          help="Istio may drop or misroute requests until they are put right."
          checked={consent.ignoreFindings}
          onChange={(event) => onConsent({ ...consent, ignoreFindings: event.target.checked })}
        />
      ) : null}
      <div>
        <Button variant="primary" disabled={locked} busy={busy} onClick={onApply}>
          {documents.length === 0 ? "Nothing to import" : `Import ${what} into ${virtualCluster}`}
        </Button>
      </div>
    </div>
  );
}
