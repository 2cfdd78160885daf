/** The panel's logo: an L that ends as a snake. Decorative; the name is next to it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" fill="none" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M10 7v12.5a4.5 4.5 0 0 0 9 0v-2a3 3 0 0 1 6 0"
        className="stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="25" cy="21.5" r="1.6" className="fill-on-accent" />
    </svg>
  );
}
