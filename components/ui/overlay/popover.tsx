"use client";
import {
  type ComponentProps,
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  type ToggleEvent,
  useId,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { cn } from "@/components/ui/cn";
import { placePopover, useFloating } from "./floating";

/** A button element that opens something; it receives the attributes that say so. */
export type Trigger = ReactElement<HTMLAttributes<HTMLElement> & { popoverTarget?: string }>;

interface PopoverPanelProps extends Omit<ComponentProps<"div">, "children" | "popover"> {
  trigger: Trigger;
  kind: "menu" | "dialog";
  align: "start" | "center" | "end";
  /** Rendered only while open. `close` returns the focus to the button. */
  children: (close: () => void) => ReactNode;
  /** Called when it is open and in position: set the focus, for a menu at this end of its entries. */
  onShown: (panel: HTMLElement, end: "first" | "last") => void;
}

/**
 * The common part of menus and popovers: the browser's own popover (top layer, Escape, light dismiss), connected to
 * its button by `popovertarget`, and positioned next to it. It is created with the first press: a long list has a
 * menu in each row, and hardly any of them is ever opened.
 */
export function PopoverPanel({ trigger, ...rest }: PopoverPanelProps) {
  const id = useId();
  const anchor = useRef<HTMLElement>(null);
  const [made, setMade] = useState(false);
  const [open, setOpen] = useState(false);
  const end = useRef<"first" | "last">("first");

  // The arrow keys also open a menu button (WAI-ARIA menu button pattern).
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    trigger.props.onKeyDown?.(event);
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (rest.kind !== "menu" || open || !isArrow || event.defaultPrevented) return;
    event.preventDefault();
    end.current = event.key === "ArrowUp" ? "last" : "first";
    event.currentTarget.click();
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    anchor.current = event.currentTarget;
    // Synchronously, because the browser looks for the button's target right after this event.
    flushSync(() => setMade(true));
    trigger.props.onClick?.(event);
  }

  return (
    <>
      {cloneElement(trigger, {
        popoverTarget: id,
        "aria-haspopup": rest.kind,
        "aria-expanded": open,
        onClick,
        onKeyDown,
      })}
      {made ? <Panel {...rest} id={id} anchor={anchor} open={open} setOpen={setOpen} end={end} /> : null}
    </>
  );
}

interface PanelProps extends Omit<PopoverPanelProps, "trigger"> {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  open: boolean;
  setOpen: (open: boolean) => void;
  end: RefObject<"first" | "last">;
}

function Panel(props: PanelProps) {
  const { id, anchor, open, setOpen, end, kind, align, children, onShown, className, ...rest } = props;
  const panel = useRef<HTMLDivElement>(null);
  const place = { align, side: "bottom", gap: 5 } as const;
  useFloating(open, anchor, panel, place);

  function beforeToggle(event: ToggleEvent<HTMLDivElement>) {
    if (event.target !== event.currentTarget || event.newState !== "open") return;
    // Transparent until it is in position; still focusable, unlike when hidden.
    event.currentTarget.style.opacity = "0";
    setOpen(true);
  }
  function toggle(event: ToggleEvent<HTMLDivElement>) {
    if (event.target !== event.currentTarget) return;
    if (event.newState !== "open") return setOpen(false);
    placePopover(anchor.current, event.currentTarget, place);
    onShown(event.currentTarget, end.current);
    end.current = "first";
  }

  return (
    <div
      ref={panel}
      id={id}
      popover="auto"
      role={kind}
      tabIndex={-1}
      onBeforeToggle={beforeToggle}
      onToggle={toggle}
      className={cn(
        "fixed inset-auto m-0 animate-pop-in overflow-y-auto border-0 bg-raised text-left text-ink shadow-high",
        "whitespace-normal outline-none",
        className,
      )}
      {...rest}
    >
      {open ? children(() => panel.current?.hidePopover()) : null}
    </div>
  );
}

export interface PopoverProps {
  /** A `Button` or `IconButton`. */
  trigger: Trigger;
  /** The popover's accessible name. */
  label: string;
  align?: "start" | "center" | "end";
  className?: string | undefined;
  /** A function receives `close`. */
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A small window at a button; not modal, closes with Escape or a press outside. */
export function Popover({ trigger, label, align = "end", className, children }: PopoverProps) {
  return (
    <PopoverPanel
      kind="dialog"
      trigger={trigger}
      align={align}
      aria-label={label}
      onShown={(panel) => panel.focus()}
      className={cn("w-80 max-w-[calc(100vw-1rem)] rounded-xl p-3", className)}
    >
      {(close) => (typeof children === "function" ? children(close) : children)}
    </PopoverPanel>
  );
}
