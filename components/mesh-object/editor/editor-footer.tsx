"use client";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import type { Problem } from "@/lib/api/problem";

export interface EditorFooterProps {
  isNew: boolean;
  /** Whether checks and YAML stand beside the form. */
  isAsideShown: boolean;
  onAside: () => void;
  isDirty: boolean;
  isSaving: boolean;
  title: string;
  cancelHref: string;
}

/** The bar at the foot of a form: whether something is unsaved, Cancel and Save. */
export function EditorFooter(props: EditorFooterProps) {
  const { isNew, isAsideShown, onAside, isDirty, isSaving, title, cancelHref } = props;
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-canvas px-4 py-3 sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8">
      <p role="status" className="mr-auto text-muted text-sm">
        {isDirty ? "Unsaved changes" : ""}
      </p>
      <Button variant="ghost" className="max-xl:hidden" aria-pressed={!isAsideShown} onClick={onAside}>
        {isAsideShown ? "Widen the form" : "Show checks and YAML"}
      </Button>
      <LinkButton href={cancelHref}>Cancel</LinkButton>
      <Button type="submit" variant="primary" busy={isSaving}>
        {isNew ? `Create ${title}` : "Save changes"}
      </Button>
    </div>
  );
}

/** Why an object was not saved, where nothing can be decided but the values put right. */
export function SaveRefusal({ problem }: { problem: Problem }) {
  const { title, detail, errors = [] } = problem;
  return (
    <Callout tone="failed" title={`It was not saved: ${title.toLowerCase()}`} className="mt-6">
      <p>{detail}</p>
      {errors.length > 1 ? (
        <ul className="mt-1 list-disc pl-4">
          {errors.map(({ path, message }) => (
            <li key={`${path.join(".")} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
    </Callout>
  );
}
