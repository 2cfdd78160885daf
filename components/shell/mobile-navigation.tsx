"use client";
import { Menu } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Sheet } from "@/components/ui/overlay/dialog";
import { Logo } from "./logo";
import { NavigationList } from "./sidebar";
import { texts } from "./texts";

/** The navigation below 768 px: a button that opens it as a sheet from the left. */
export function MobileNavigation() {
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      open={open}
      onOpenChange={setOpen}
      side="left"
      title={texts.navigation}
      titleHidden
      trigger={
        <IconButton label={texts.openNavigation} className="-ml-1.5 md:hidden">
          <Menu aria-hidden />
        </IconButton>
      }
    >
      <div className="mb-4 flex items-center gap-2.5 font-semibold text-base">
        <Logo className="size-6" />
        Lamia
      </div>
      <div className="-mx-2">
        <NavigationList onNavigate={() => setOpen(false)} />
      </div>
    </Sheet>
  );
}
