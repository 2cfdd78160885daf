"use client";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { controlStyles, lineHeight } from "./control-styles";
import { useFieldControl } from "./field-context";

export interface InputProps extends Omit<ComponentProps<"input">, "prefix"> {
  /** Monospaced, without spelling and capitals: for names, hosts, keys. */
  mono?: boolean | undefined;
  /** Shown inside, before and after the text: an icon, a unit. */
  prefix?: ReactNode;
  suffix?: ReactNode;
}

/** A text input. Works with `{...register("name")}`; inside a `Field` it is labelled and described by it. */
export function Input({ mono, prefix, suffix, className, ...rest }: InputProps) {
  const field = useFieldControl(rest);
  const input = (
    <input
      autoComplete="off"
      {...(mono ? { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" } : {})}
      {...rest}
      {...field}
      className={cn(
        controlStyles,
        lineHeight,
        "read-only:bg-sunken read-only:text-muted",
        mono && "font-mono",
        prefix && "pl-8",
        suffix && "pr-10",
        className,
      )}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <div className="relative w-full min-w-0">
      {prefix ? (
        <span
          className={cn(
            "pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-subtle",
            "[&_svg]:size-4",
          )}
        >
          {prefix}
        </span>
      ) : null}
      {input}
      {suffix ? (
        <span className="absolute inset-y-0 right-1.5 flex items-center text-subtle text-xs">{suffix}</span>
      ) : null}
    </div>
  );
}
