const open: HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

/** The modal window on top; everything outside of it is inert. */
export function topModal(): HTMLDialogElement | null {
  return open.at(-1) ?? null;
}

/** Notes a modal window that has just opened; what it returns is to be called when it closes. */
export function modalOpened(dialog: HTMLDialogElement): () => void {
  open.push(dialog);
  tell();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    tell();
  };
}

/** Calls back at once whenever another window is on top, until what it returns is called. */
export function onTopModal(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function tell() {
  for (const listener of listeners) listener();
}
