"use client";
import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "./controls";
import { texts } from "./texts";

export interface SearchInputProps {
  /** The accessible name and the placeholder: "Filter gateways". */
  label: string;
  /** The current value, e.g. from the URL. */
  value: string;
  /** Called a moment after the last key, and at once for Enter and when emptied. */
  onChange: (value: string) => void;
  /** Called for Enter, after `onChange` and instead of what the browser would do. */
  onEnter?: ((value: string) => void) | undefined;
  className?: string | undefined;
}

const pauseInMilliseconds = 200;

/** A filter for a list. Typing stays local until you pause, so that the URL and the server see whole words. */
export function SearchInput({ label, value, onChange, onEnter, className }: SearchInputProps) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const reported = useRef(value);

  useEffect(() => {
    // The URL changed in another way, e.g. by the Back button.
    if (value !== reported.current) {
      reported.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function report(next: string) {
    clearTimeout(timer.current);
    reported.current = next;
    onChange(next);
  }

  return (
    <search className={cn("block", className ?? "w-full sm:w-64")}>
      <Input
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={`${label}…`}
        value={typed}
        prefix={<Search aria-hidden />}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => report(next), next === "" ? 0 : pauseInMilliseconds);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            report(typed);
            if (onEnter) event.preventDefault();
            onEnter?.(typed);
          }
          if (event.key === "Escape" && typed) {
            event.preventDefault();
            setTyped("");
            report("");
          }
        }}
        suffix={
          typed ? (
            <button
              type="button"
              aria-label={texts.clear}
              className="cursor-pointer rounded-sm p-1 text-subtle hover:text-ink"
              onClick={() => {
                setTyped("");
                report("");
              }}
            >
              <X aria-hidden className="size-3.5" />
            </button>
          ) : null
        }
      />
    </search>
  );
}
