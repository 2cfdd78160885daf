"use client";
import { X } from "lucide-react";
import {
  cloneElement,
  type HTMLAttributes,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { texts } from "@/components/ui/texts";
import { modalOpened } from "./top-layer";

const firstChoice = "[data-autofocus], input:not([type=hidden], :disabled), select, textarea";

/**
 * The browser's own modal dialog (`<dialog>`): it traps the focus, makes the rest inert and returns the focus.
 * Spread `attributes` on the `<dialog>`. The first field gets the focus, else the first button of the footer.
 */
export function useModal(open: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!open || !element || element.open) return;
    const before = document.activeElement;
    element.showModal();
    // An attribute rather than `:has(dialog[open])`, which the browser would have to check again on every change of
    // the page.
    document.documentElement.dataset.modal = "";
    const target =
      element.querySelector<HTMLElement>(firstChoice) ??
      element.querySelector<HTMLElement>("[data-footer] button:not(:disabled)");
    target?.focus();
    const closed = modalOpened(element);
    return () => {
      element.close();
      closed();
      if (!document.querySelector("dialog:modal")) delete document.documentElement.dataset.modal;
      // The browser returns the focus itself, except when the dialog is already gone from the page.
      if (!element.isConnected && before instanceof HTMLElement) before.focus();
    };
  }, [open]);

  return {
    ref: dialog,
    onCancel: (event: SyntheticEvent) => {
      // A file chooser inside bubbles its own cancel event; and closing is the owner's decision.
      if (event.target !== event.currentTarget) return;
      event.preventDefault();
      onClose();
    },
    onClose: (event: SyntheticEvent) => {
      // Browsers close it by themselves at a second Escape. It may have been reopened in between.
      if (event.target === event.currentTarget && !dialog.current?.open && open) onClose();
    },
    onMouseDown: (event: MouseEvent) => {
      // Only the backdrop: the contents fill the whole dialog.
      if (event.target === event.currentTarget) onClose();
    },
  };
}

export interface ModalProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** The button that opens it, if the dialog manages its own state. */
  trigger?: ReactElement<HTMLAttributes<HTMLElement>> | undefined;
  title: ReactNode;
  /** Hides the title visually; it still names the dialog. */
  titleHidden?: boolean | undefined;
  /** Screen readers read it with the title. */
  description?: ReactNode;
  /** Buttons, the main one last. A function gets `close`. */
  footer?: ReactNode | ((close: () => void) => ReactNode);
  /** Rendered only while open. */
  children?: ReactNode | undefined;
}

/** The common part of `Dialog` and `Sheet`; `looks` sets the position. */
export function Modal({ looks, ...props }: ModalProps & { looks: string }) {
  const { trigger, title, titleHidden, description, footer, children } = props;
  const id = useId();
  const [own, setOwn] = useState(false);
  const open = props.open ?? own;
  const change = (next: boolean) => {
    setOwn(next);
    props.onOpenChange?.(next);
  };
  const attributes = useModal(open, () => change(false));

  return (
    <>
      {trigger ? cloneElement(trigger, { "aria-haspopup": "dialog", onClick: () => change(true) }) : null}
      <dialog
        {...attributes}
        aria-labelledby={`${id}-title`}
        aria-describedby={description ? `${id}-description` : undefined}
        className={cn("fixed bg-raised text-ink shadow-high backdrop:bg-overlay [--sticky-top:0px]", looks)}
      >
        {open ? (
          <div className="flex max-h-[inherit] w-full flex-col">
            <div
              className={cn("flex items-start justify-between gap-4 px-5 pt-4 pb-3", titleHidden && "pb-0!")}
            >
              <div className="min-w-0">
                <h2
                  id={`${id}-title`}
                  className={cn("font-semibold text-ink text-lg", titleHidden && "sr-only")}
                >
                  {title}
                </h2>
                {description ? (
                  <p id={`${id}-description`} className="mt-0.5 text-pretty text-muted text-sm">
                    {description}
                  </p>
                ) : null}
              </div>
              <IconButton
                label={texts.close}
                size="sm"
                className={cn("-mt-0.5 -mr-1.5", titleHidden && "absolute! top-3.5 right-4")}
                onClick={() => change(false)}
              >
                <X aria-hidden />
              </IconButton>
            </div>
            {children ? (
              <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
            ) : null}
            {footer ? (
              <div data-footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
                {typeof footer === "function" ? footer(() => change(false)) : footer}
              </div>
            ) : null}
          </div>
        ) : null}
      </dialog>
    </>
  );
}

export interface DialogProps extends ModalProps {
  size?: "sm" | "md" | "lg" | "xl";
}

const widths = { sm: "sm:max-w-md", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-5xl" } as const;

/** A modal dialog: traps the focus, closes with Escape, returns the focus. At the bottom on phones. */
export function Dialog({ size = "md", ...props }: DialogProps) {
  return (
    <Modal
      {...props}
      looks={cn(
        "inset-x-0 mx-auto max-h-[88dvh] w-full max-w-full",
        "max-sm:top-auto max-sm:bottom-0 max-sm:animate-fade-in max-sm:rounded-t-xl",
        "sm:top-[12vh] sm:max-h-[76vh] sm:w-[calc(100%-2rem)] sm:animate-pop-in sm:rounded-xl",
        widths[size],
      )}
    />
  );
}

export interface SheetProps extends ModalProps {
  side?: "left" | "right";
}

/** A modal panel at the side: details without leaving the list, the navigation on phones. */
export function Sheet({ side = "right", ...props }: SheetProps) {
  return (
    <Modal
      {...props}
      looks={cn(
        "inset-y-0 h-dvh max-h-dvh w-full",
        side === "right"
          ? "right-0 left-auto max-w-xl animate-sheet-in"
          : "left-0 max-w-72 animate-drawer-in",
      )}
    />
  );
}
