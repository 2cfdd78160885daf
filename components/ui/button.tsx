import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cn } from "./cn";

/** Looks shared by `Button`, `LinkButton` and `IconButton`. */
export const buttonStyles = cva(
  [
    "inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-1.5 whitespace-nowrap",
    "rounded-md font-medium transition-colors duration-100 [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:opacity-50 aria-disabled:opacity-50",
  ],
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent shadow-low hover:bg-accent-hover",
        secondary: "border border-line-strong bg-surface text-ink shadow-low hover:bg-hover dark:bg-raised",
        ghost: "text-muted hover:bg-hover hover:text-ink",
        danger: "bg-danger text-on-accent shadow-low hover:bg-danger-hover",
        "danger-ghost": "text-failed hover:bg-failed-soft",
      },
      size: {
        sm: "h-7 px-2.5 text-sm",
        md: "h-8 px-3 text-sm max-sm:h-9",
        lg: "h-10 px-4 text-base",
        icon: "size-8 max-sm:size-9",
        "icon-sm": "size-7",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyles> {
  /** Shows a spinner, keeps the width and ignores presses; screen readers still read the label. */
  busy?: boolean | undefined;
  /** A lucide icon before the label. */
  icon?: ReactNode;
  /** Why it can't be used now: looks and acts disabled, but can be focused, and says why. */
  reason?: string | undefined;
}

/** Attributes of a control that can't be used, with the reason for the pointer and for screen readers. */
function hindered(reason: string | undefined) {
  if (reason === undefined) return {};
  return {
    "aria-disabled": true,
    "aria-description": reason,
    title: reason,
    onClick: (event: MouseEvent) => {
      event.preventDefault();
      // A finger can't hover.
      void import("./overlay/toast").then(({ showToast }) => showToast({ id: "reason", title: reason }));
    },
  } as const;
}

/**
 * A button. `variant`: primary (one per view), secondary (default), ghost, danger, danger-ghost; `size`: sm, md,
 * lg. `type` is "button" by default, so that it doesn't submit a form by accident.
 */
export function Button(props: ButtonProps) {
  const { variant, size, busy, icon, reason, className, children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={cn(buttonStyles({ variant, size }), className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
      {...hindered(reason)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps
  extends Omit<ComponentProps<"button">, "aria-label">,
    Pick<VariantProps<typeof buttonStyles>, "variant"> {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  size?: "sm" | "md";
  busy?: boolean | undefined;
  /** As for `Button`. */
  reason?: string | undefined;
  children: ReactNode;
}

/** A square button that shows only an icon; `label` names it. Ghost by default. */
export function IconButton({
  label,
  variant,
  size = "md",
  busy,
  reason,
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-busy={busy || undefined}
      className={cn(
        buttonStyles({ variant: variant ?? "ghost", size: size === "sm" ? "icon-sm" : "icon" }),
        className,
      )}
      {...rest}
      {...hindered(reason)}
    >
      {busy ? <Spinner /> : children}
    </button>
  );
}

/** A spinner. Decorative unless it has a `label`, which screen readers read. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span role={label ? "status" : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border",
        "border-line-strong bg-surface px-1 font-sans text-[0.6875rem] text-muted",
      )}
    >
      {children}
    </kbd>
  );
}
