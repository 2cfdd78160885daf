import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./cn";

const badgeStyles = cva(
  [
    "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium",
    "text-xs [&_svg]:size-3",
  ],
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        accent: "bg-accent-soft text-accent-ink",
        done: "bg-done-soft text-done",
        running: "bg-running-soft text-running",
        waiting: "bg-waiting-soft text-waiting",
        blocked: "bg-blocked-soft text-blocked",
        failed: "bg-failed-soft text-failed",
        outline: "border border-line-strong text-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export interface BadgeProps extends VariantProps<typeof badgeStyles> {
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A small label: a version, a protocol, a count. For a state use `StatusBadge`. */
export function Badge({ tone, icon, className, children }: BadgeProps) {
  return (
    <span className={cn(badgeStyles({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
