import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import type { Sort } from "./columns";

// Below 640 px rows become cards with `display: block`, which makes Safari forget that they are a table; so repeat
// the roles.
const roles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

export interface TableProps extends ComponentProps<"table"> {
  label: string;
  /** The columns fit the available width, so the table never scrolls sideways. */
  fits?: boolean | undefined;
}

/**
 * A table with a sticky header, whose rows become cards on phones. Its parts are thin wrappers of HTML elements and
 * work with TanStack Table: `Table`, `TableHead`, `TableBody`, `TableRow`, `HeaderCell`, `TableCell`, `RowLink`.
 * `DataTable` combines them from a list of columns.
 */
export function Table({ label, fits, className, ...rest }: TableProps) {
  return (
    <div
      className={cn(
        "relative max-w-full",
        // If it can scroll sideways, its header sticks to the box and not to the window.
        !fits && "sm:max-lg:overflow-x-auto sm:max-lg:[--sticky-top:0px]",
      )}
    >
      <table
        {...roles.table}
        aria-label={label}
        className={cn("w-full border-separate border-spacing-0 text-left text-sm max-sm:block", className)}
        {...rest}
      />
    </div>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead {...roles.group} className={cn("max-sm:sr-only", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody {...roles.group} className={cn("max-sm:block", className)} {...rest} />;
}

/** `interactive` highlights the row on hover; use it with a `RowLink` inside. */
export function TableRow({
  interactive,
  className,
  ...rest
}: ComponentProps<"tr"> & { interactive?: boolean }) {
  return (
    <tr
      {...roles.row}
      className={cn(
        "group/row relative max-sm:border-line max-sm:border-b max-sm:px-4 max-sm:py-3 max-sm:compact:py-1.5",
        "max-sm:last:border-b-0",
        interactive && "hover:bg-hover/60",
        className,
      )}
      {...rest}
    />
  );
}

export interface HeaderCellProps extends Omit<ComponentProps<"th">, "align"> {
  align?: "start" | "end" | undefined;
  /** The current direction; null = sortable, but another column is sorted; undefined = not sortable. */
  sorted?: "asc" | "desc" | null | undefined;
  onSort?: (() => void) | undefined;
}

export function HeaderCell({
  align = "start",
  sorted,
  onSort,
  className,
  children,
  ...rest
}: HeaderCellProps) {
  return (
    <th
      {...roles.head}
      scope="col"
      aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
      className={cn(
        "sticky top-(--sticky-top,0px) z-10 h-9 whitespace-nowrap border-line border-b bg-surface",
        "px-3 font-medium text-subtle text-xs",
        "first:pl-4 last:pr-4",
        align === "end" && "text-right",
        className,
      )}
      {...rest}
    >
      {onSort ? (
        <SortButton sorted={sorted ?? null} onSort={onSort}>
          {children}
        </SortButton>
      ) : (
        children
      )}
    </th>
  );
}

export interface TableCellProps extends Omit<ComponentProps<"td">, "align"> {
  align?: "start" | "end" | undefined;
  /** The column's name, before the value on phones; without it, the cell is the card's title there. */
  label?: string | undefined;
}

export function TableCell({ align = "start", label, className, children, ...rest }: TableCellProps) {
  return (
    <td
      {...roles.cell}
      className={cn(
        "border-line px-3 py-2 align-middle sm:h-11 sm:compact:h-8 sm:compact:py-0.5 sm:border-b sm:first:pl-4 sm:last:pr-4",
        "sm:group-last/row:border-b-0 max-sm:flex max-sm:min-w-0 max-sm:items-baseline max-sm:gap-3",
        "max-sm:p-0",
        label ? "max-sm:py-0.5" : "max-sm:pb-1",
        align === "end" && "sm:text-right",
        className,
      )}
      {...rest}
    >
      {label ? (
        <span aria-hidden className="w-28 shrink-0 text-subtle text-xs sm:hidden">
          {label}
        </span>
      ) : null}
      {label ? <div className="min-w-0">{children}</div> : children}
    </td>
  );
}

/** The link of a row: its own text, and a press anywhere on the row. Other buttons of the row need `relative`. */
export function RowLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <PageLink
      href={href}
      className={cn(
        "font-medium text-ink outline-none after:absolute after:inset-0 after:rounded-md",
        "focus-visible:after:outline-2 focus-visible:after:outline-focus",
        "focus-visible:after:outline-offset-[-2px]",
        "group-hover/row:underline group-hover/row:decoration-line-strong group-hover/row:underline-offset-3",
        className,
      )}
    >
      {children}
    </PageLink>
  );
}

interface SortButtonProps {
  /** The current direction; null = another column is sorted. */
  sorted: Sort["direction"] | null;
  onSort: () => void;
  children: ReactNode;
}

/** The header of a sortable column. On phones only its text: `SortSelect` replaces it there. */
export function SortButton({ sorted, onSort, children }: SortButtonProps) {
  const Arrow = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <>
      <button
        type="button"
        onClick={onSort}
        className={cn(
          "-mx-1.5 inline-flex cursor-pointer items-center gap-1 rounded-sm px-1.5 py-1 hover:text-ink",
          "outline-offset-[-1px] max-sm:hidden",
          sorted && "text-ink",
        )}
      >
        {children}
        <Arrow aria-hidden className={cn("size-3", !sorted && "opacity-60")} />
      </button>
      <span className="sm:hidden">{children}</span>
    </>
  );
}
