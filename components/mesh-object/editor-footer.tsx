"use client";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";

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
