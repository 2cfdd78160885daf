"use client";
import { CircleUserRound, LogOut } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/overlay/menu";

/** Who is signed in, and the way out. */
export function UserMenu({ name, onSignOut }: { name: string; onSignOut: () => void | Promise<void> }) {
  return (
    <DropdownMenu
      heading={name}
      trigger={
        <IconButton label="Account">
          <CircleUserRound aria-hidden />
        </IconButton>
      }
      groups={[[{ label: "Sign out", icon: <LogOut aria-hidden />, onSelect: () => void onSignOut() }]]}
    />
  );
}
