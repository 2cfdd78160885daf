"use client";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";

export interface EditorFooterProps {
  isNew: boolean;
  isDirty: boolean;
  isSaving: boolean;
  title: string;
  cancelHref: string;
}

/** The bar at the foot of a form: whether something is unsaved, Cancel and Save. */
export function EditorFooter({ isNew, isDirty, isSaving, title, cancelHref }: EditorFooterProps) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-canvas px-4 py-3 sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8">
      <p role="status" className="mr-auto text-muted text-sm">
        {isDirty ? "Unsaved changes" : ""}
      </p>
      <LinkButton href={cancelHref}>Cancel</LinkButton>
      <Button type="submit" variant="primary" busy={isSaving}>
        {isNew ? `Create ${title}` : "Save changes"}
      </Button>
    </div>
  );
}
