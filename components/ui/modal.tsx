"use client";
import { X } from "lucide-react";
import { cloneElement, type HTMLAttributes, type ReactElement, type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { useModal } from "./use-modal";

export interface ModalProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** The button that opens it, when it opens itself. */
  trigger?: ReactElement<HTMLAttributes<HTMLElement>> | undefined;
  title: ReactNode;
  /** Hides the title from the eye; it still names the window. */
  titleHidden?: boolean | undefined;
  /** Read out with the title. */
  description?: ReactNode;
  /** Buttons, the main one last. A function gets `close`. */
  footer?: ReactNode | ((close: () => void) => ReactNode);
  /** Drawn only while it is open. */
  children?: ReactNode | undefined;
}

/** What `Dialog` and `Sheet` share; `looks` says where it stands. */
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
                label="Close"
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
