import type { VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "./button";
import { cn } from "./cn";

export interface LinkButtonProps extends ComponentProps<typeof Link>, VariantProps<typeof buttonStyles> {
  icon?: ReactNode;
}

/** A link that looks like a button: for going somewhere, where `Button` is for doing something. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
