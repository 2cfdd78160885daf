/** Puts the focus into the field of this path, or the nearest one around it, and scrolls it into sight. */
export function focusField(form: HTMLElement, path: readonly (string | number)[]): void {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join(".");
    const field = form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    if (!field) continue;
    focusIn(field);
    return;
  }
}

/** After a refused submit: the first field that is marked as wrong. */
export function focusFirstInvalid(form: HTMLElement): void {
  // The marks are there once React has drawn the errors.
  requestAnimationFrame(() => {
    const control = form.querySelector<HTMLElement>("[aria-invalid=true]");
    if (control) reveal(control);
  });
}

function focusIn(field: HTMLElement): void {
  reveal(field.querySelector<HTMLElement>("input, select, textarea, button") ?? field);
}

function reveal(control: HTMLElement): void {
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "center" });
}
