"use client";
import { FindingList } from "@/components/mesh-object/findings";
import { Callout } from "@/components/ui/notices";
import { SkeletonText } from "@/components/ui/skeleton";
import type { Review } from "@/lib/api/mesh-object";
import { texts } from "./texts";

export interface ChecksPaneProps {
  /** The last review; undefined before the first. */
  review: Review | undefined;
  /** Whether the server is asked at all: only for those who may save the form. Undefined until that is known. */
  isReviewed: boolean | undefined;
  /** Whether the form is valid; an invalid form isn't reviewed. */
  isReadable: boolean;
  isChecking: boolean;
  error: Error | null;
  about: { kind: string; name: string };
  onShowField: (path: readonly (string | number)[]) => void;
}

type ReviewFinding = Review["findings"][number];

/**
 * The server's review of the form before it is saved: rules, checks across the cluster, the API server's dry run.
 */
export function ChecksPane(props: ChecksPaneProps) {
  const { review, isReviewed, isReadable, isChecking, error, about, onShowField } = props;
  const all: Review["problems"] = review ? [...review.problems, ...review.refusals] : [];
  const refusals = all.filter(({ manager }) => manager === undefined);
  const owned = all.filter(({ manager }) => manager !== undefined);
  return (
    <div className="grid gap-3" aria-busy={isChecking}>
      <p role="status" className="text-muted text-sm">
        {statusOf(props)}
      </p>
      {error ? <Callout tone="waiting">{error.message}</Callout> : null}
      {!review && isReviewed !== false && isReadable && !error ? <SkeletonText lines={3} /> : null}
      {isReadable && refusals.length > 0 ? (
        <Callout tone="blocked" title={texts.wouldRefuse}>
          <Places problems={refusals} />
        </Callout>
      ) : null}
      {isReadable && owned.length > 0 ? (
        <Callout tone="waiting" title={texts.othersFields}>
          <Places problems={owned} />
          <p className="mt-1">{texts.asksFirst}</p>
        </Callout>
      ) : null}
      {isReadable && review && review.findings.length > 0 ? (
        <FindingList
          findings={review.findings}
          about={about}
          actionOf={(finding) => {
            const { formPath, object } = finding as ReviewFinding;
            if (formPath.length === 0 || object.name !== about.name || object.kind !== about.kind)
              return null;
            return (
              <button
                type="button"
                className="cursor-pointer rounded-sm font-medium text-accent-ink underline underline-offset-3"
                onClick={() => onShowField(formPath)}
              >
                {texts.showField}
              </button>
            );
          }}
        />
      ) : null}
    </div>
  );
}

function Places({ problems }: { problems: Review["problems"] }) {
  return (
    <ul className="mt-1 space-y-1">
      {problems.map(({ path, message }) => (
        <li key={`${path.join(".")} ${message}`}>
          <span className="break-words font-mono text-xs">{path.join(".")}</span> {message}
        </li>
      ))}
    </ul>
  );
}

function statusOf({ review, isReviewed, isReadable, isChecking, error }: ChecksPaneProps): string {
  if (isReviewed === false) return texts.notReviewed;
  if (!isReadable) return texts.notComplete;
  if (error) return texts.cannotCheck;
  if (isChecking || !review) return texts.checking;
  const count = review.findings.length;
  if (review.problems.length + review.refusals.length > 0) return texts.checked;
  if (count === 0) return texts.checkedFine;
  return texts.checkedFindings({ count });
}
