"use client";
import type { VariantProps } from "class-variance-authority";
import Link from "next/link";
import { type ComponentProps, type ReactNode, useState } from "react";
import { buttonStyles } from "./button";
import { cn } from "./cn";

export type PageLinkProps = Omit<ComponentProps<typeof Link>, "prefetch">;

/**
 * Every link to a page of the panel. A page is fetched ahead once its link is meant, by pointer or focus: fetching
 * each that is in view would have a page ask for thirty others while it still draws itself.
 */
export function PageLink({ onPointerEnter, onFocus, ...rest }: PageLinkProps) {
  const [meant, setMeant] = useState(false);
  return (
    <Link
      prefetch={meant ? null : false}
      onPointerEnter={(event) => {
        setMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setMeant(true);
        onFocus?.(event);
      }}
      {...rest}
    />
  );
}

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
