import { ExternalLink } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { PageLink } from "./link";
import { texts } from "./texts";

/** A link in running text or a cell. One that starts with http(s):// opens in a new tab and says so. */
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
