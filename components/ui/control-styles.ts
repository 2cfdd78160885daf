/** Looks of everything that one types into or picks from. */
export const controlStyles = [
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink text-sm shadow-low max-sm:h-10",
  "transition-[border-color,box-shadow] duration-100 hover:border-control dark:bg-sunken",
  "focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-offset-0",
  "focus-visible:outline-focus/40",
  "aria-invalid:border-failed-solid aria-invalid:focus-visible:outline-failed-solid/40",
  "disabled:bg-sunken disabled:text-subtle read-only:bg-sunken",
].join(" ");
