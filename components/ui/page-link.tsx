"use client";
import Link from "next/link";
import { type ComponentProps, useState } from "react";

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
