import type { VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "./button";
import { cn } from "./cn";
import { PageLink } from "./page-link";

export interface LinkButtonProps extends ComponentProps<typeof PageLink>, VariantProps<typeof buttonStyles> {
  icon?: ReactNode;
}

/** A link that looks like a button: for going somewhere, where `Button` is for doing something. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <PageLink className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </PageLink>
  );
}
