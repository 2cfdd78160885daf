import { texts } from "./texts";

export interface ComboboxOption {
  value: string;
  label: string;
  /** Small text at the right: a namespace, a port. */
  hint?: string | undefined;
  disabled?: boolean | undefined;
}

/** The options that contain the typed text (in label, value or hint), those that start with it first. */
export function matchOptions(options: readonly ComboboxOption[], typed: string): ComboboxOption[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [...options];
  const beginning: ComboboxOption[] = [];
  const containing: ComboboxOption[] = [];
  for (const option of options) {
    const label = option.label.toLowerCase();
    if (label.startsWith(wanted) || option.value.toLowerCase().startsWith(wanted)) beginning.push(option);
    else if (`${label} ${option.value} ${option.hint ?? ""}`.toLowerCase().includes(wanted))
      containing.push(option);
  }
  return [...beginning, ...containing];
}

/** The next enabled option, up or down, wrapping around; -1 when there is none. */
export function moveActive(options: readonly ComboboxOption[], active: number, by: 1 | -1): number {
  const count = options.length;
  for (let step = 1; step <= count; step += 1) {
    const from = active < 0 && by < 0 ? count : active;
    const next = (((from + by * step) % count) + count) % count;
    if (!options[next]?.disabled) return next;
  }
  return -1;
}

/** Shows at most this many options; typing finds the rest. */
export const mostShown = 100;

/** What a screen reader says about the list below the field as you type. */
export function listInWords(total: number): string {
  if (total === 0) return "";
  return total > mostShown
    ? texts.firstOptions({ count: total, shown: mostShown })
    : texts.options({ count: total });
}
