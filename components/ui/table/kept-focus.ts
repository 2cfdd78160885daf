import { type FocusEvent, useCallback, useLayoutEffect, useMemo, useRef } from "react";

const focusable = "a[href], button, input";

/** What it does, as far as two tables of the same rows agree on it. */
function purposeOf(element: Element): string {
  const name = element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.textContent;
  return `${element.tagName} ${name}`;
}

/**
 * Keeps the focus when one table takes another's place, for example the one that the server has rendered: on the
 * same sort button, row or checkbox. `around` are the props of the element around both; a table calls `arrived` once
 * it is there.
 */
export function useKeptFocus() {
  const box = useRef<HTMLDivElement>(null);
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // Until now, nothing heard of it.
    const { activeElement } = document;
    if (box.current?.contains(activeElement)) focused.current = activeElement;
  }, []);
  const arrived = useCallback(() => {
    const refocus = () => {
      const lost = focused.current;
      // Whoever has focused something else since keeps that.
      if (!lost || lost.isConnected || document.activeElement !== document.body) return true;
      const all = [...(box.current?.querySelectorAll<HTMLElement>(focusable) ?? [])];
      const same = all.find((each) => purposeOf(each) === purposeOf(lost));
      same?.focus({ preventScroll: true });
      return same !== undefined;
    };
    // A long table renders its rows after it has measured the window.
    if (!refocus()) requestAnimationFrame(refocus);
  }, []);
  const around = useMemo(
    () => ({
      ref: box,
      onFocus: ({ target }: FocusEvent) => {
        focused.current = target;
      },
      onBlur: () => {
        focused.current = null;
      },
    }),
    [],
  );
  return { around, arrived };
}
