import type { VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "./button";
import { cn } from "./cn";
import { Spinner } from "./spinner";

export interface IconButtonProps
  extends Omit<ComponentProps<"button">, "aria-label">,
    Pick<VariantProps<typeof buttonStyles>, "variant"> {
  /** What it does: the accessible name and the hint on hover. */
  label: string;
  size?: "sm" | "md";
  busy?: boolean | undefined;
  children: ReactNode;
}

/** A square button that shows only an icon; `label` names it. Ghost by default. */
export function IconButton({
  label,
  variant,
  size = "md",
  busy,
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
    >
      {busy ? <Spinner /> : children}
    </button>
  );
}
