"use client";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { cn } from "@/components/ui/cn";
import { receiveToasts, type ToastMessage } from "./toast";
import { TopLayer } from "./top-layer";

/** The loaded part of `Toaster`: sonner in the panel's colors. */
export function ToasterView() {
  const { resolvedTheme } = useTheme();
  useEffect(() => receiveToasts(show), []);
  return (
    <TopLayer>
      <Sonner
        theme={resolvedTheme === "dark" ? "dark" : "light"}
        position="bottom-right"
        // Above a form's footer, whose Save is in the same corner: a toast stays while the pointer is on it.
        offset={{ bottom: "5rem" }}
        mobileOffset={{ bottom: "5rem" }}
        closeButton
        icons={{
          success: <CircleCheck aria-hidden className="size-4 text-done" />,
          error: <CircleAlert aria-hidden className="size-4 text-failed" />,
          warning: <TriangleAlert aria-hidden className="size-4 text-blocked" />,
          info: <Info aria-hidden className="size-4 text-running" />,
        }}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast: cn(
              "flex w-full items-start gap-2.5 font-sans! rounded-lg bg-raised px-3.5 py-3 text-ink",
              "text-sm shadow-high sm:w-90 [&_[data-icon]]:mt-0.5 [&_[data-icon]]:shrink-0",
            ),
            content: "min-w-0 flex-1",
            title: "font-medium break-words",
            description: "mt-0.5 break-words text-muted",
            actionButton: cn(
              "shrink-0 cursor-pointer rounded-md border border-line-strong px-2 py-0.5 font-medium",
              "text-ink text-xs hover:bg-hover",
            ),
            closeButton: cn(
              "static! order-last size-5! shrink-0 cursor-pointer rounded-sm border-0! bg-transparent!",
              "text-subtle! hover:text-ink! [&>svg]:size-4",
            ),
          },
        }}
      />
    </TopLayer>
  );
}

function show(message: ToastMessage) {
  const { id, tone = "info", title, description, action } = message;
  const seconds = message.seconds ?? (action || tone === "error" ? 10 : 5);
  toast[tone](title, {
    ...(id ? { id } : {}),
    ...(description ? { description } : {}),
    ...(action ? { action } : {}),
    duration: seconds * 1000,
  });
}
