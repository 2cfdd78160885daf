export interface ComboboxOption {
  value: string;
  label: string;
  /** Small words at the right: a namespace, a port. */
  hint?: string | undefined;
  disabled?: boolean | undefined;
}

const mostShown = 100;

/** At most 100 options that contain what is typed (label, value or hint), those that begin with it first. */
export function matchOptions(options: readonly ComboboxOption[], typed: string): ComboboxOption[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return options.slice(0, mostShown);
  const beginning: ComboboxOption[] = [];
  const containing: ComboboxOption[] = [];
  for (const option of options) {
    const label = option.label.toLowerCase();
    if (label.startsWith(wanted) || option.value.toLowerCase().startsWith(wanted)) beginning.push(option);
    else if (`${label} ${option.value} ${option.hint ?? ""}`.toLowerCase().includes(wanted))
      containing.push(option);
  }
  return [...beginning, ...containing].slice(0, mostShown);
}

/** The next option that can be chosen, up or down, around the ends; -1 when there is none. */
export function moveActive(options: readonly ComboboxOption[], active: number, by: 1 | -1): number {
  const count = options.length;
  for (let step = 1; step <= count; step += 1) {
    const from = active < 0 && by < 0 ? count : active;
    const next = (((from + by * step) % count) + count) % count;
    if (!options[next]?.disabled) return next;
  }
  return -1;
}
