"use client";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { MeshKind } from "@/lib/client/mesh-objects";
import { kindTitles } from "./pages/kind-pages";
import { texts } from "./texts";
import { useDeleteObject } from "./use-delete-object";

export interface DeleteDialogProps<Form> {
  kind: MeshKind;
  /** The object to be deleted; null closes the dialog. */
  object: MeshObject<Form> | null;
  onClose: () => void;
  /** What will no longer work, one sentence each; it names hosts, routes, subsets. */
  lossesOf: (object: MeshObject<Form>) => readonly string[];
  onDeleted?: (() => void) | undefined;
}

/** Asks before an object is deleted, and names what is lost with it. */
export function DeleteDialog<Form>({ kind, object, onClose, lossesOf, onDeleted }: DeleteDialogProps<Form>) {
  const remove = useDeleteObject(kind);
  const title = kindTitles[kind].title.toLowerCase();
  const losses = object ? lossesOf(object) : [];
  return (
    <ConfirmDialog
      open={object !== null}
      onOpenChange={(open) => !open && onClose()}
      title={object ? texts.deleteTitle({ kind: title, name: object.name }) : ""}
      description={object ? texts.removedFrom({ virtualCluster: object.virtualCluster }) : undefined}
      confirmLabel={texts.deleteKind({ kind: title })}
      onConfirm={() => {
        if (!object) return;
        remove(object.virtualCluster, object.name);
        onDeleted?.();
      }}
    >
      {losses.length > 0 ? <LossesList losses={losses} /> : null}
    </ConfirmDialog>
  );
}

/** What a deletion brings about, one sentence each, for its dialog. */
export function LossesList({ losses }: { losses: readonly string[] }) {
  return (
    <div className="text-sm">
      <p className="font-medium text-ink">{texts.whatHappens}</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted marker:text-subtle">
        {losses.map((loss) => (
          <li key={loss} className="break-words">
            {loss}
          </li>
        ))}
      </ul>
    </div>
  );
}
