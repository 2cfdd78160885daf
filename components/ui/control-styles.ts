/** Looks of everything that one types into or picks from. */
export const controlStyles = [
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink text-sm shadow-low",
  "transition-[border-color,box-shadow] duration-100 hover:border-control dark:bg-sunken",
  "focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-offset-0",
  "focus-visible:outline-focus/40",
  "aria-invalid:border-failed-solid aria-invalid:focus-visible:outline-failed-solid/40",
  "disabled:bg-sunken disabled:text-subtle",
].join(" ");

/** The height of all of them that have one line. */
export const lineHeight = "h-8 max-sm:h-10";
