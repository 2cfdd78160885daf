"use client";
import type { VariantProps } from "class-variance-authority";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { type ComponentProps, type ReactNode, useState } from "react";
import { buttonStyles } from "./button";
import { cn } from "./cn";
import { texts } from "./texts";

export type PageLinkProps = Omit<ComponentProps<typeof Link>, "prefetch">;

/**
 * Every link to a page of the panel. Prefetches a page on hover or focus: prefetching every visible link would make
 * a page request thirty others while it renders.
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

/** A link that looks like a button: for going somewhere, while `Button` is for doing something. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <PageLink className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </PageLink>
  );
}

/** A link in text or a cell. One that starts with http(s):// opens in a new tab and says so. */
export function TextLink({
  href,
  className,
  children,
  ...rest
}: ComponentProps<typeof PageLink> & { href: string }) {
  const looks = cn(
    "rounded-sm font-medium text-accent-ink underline decoration-accent-ink/35 underline-offset-3",
    "hover:decoration-accent-ink",
    className,
  );
  if (!/^https?:\/\//.test(href)) {
    return (
      <PageLink href={href} className={looks} {...rest}>
        {children}
      </PageLink>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className={looks}>
      {children}
      <ExternalLink aria-hidden className="mb-0.5 ml-1 inline size-3" />
      <span className="sr-only"> {texts.newTab}</span>
    </a>
  );
}
