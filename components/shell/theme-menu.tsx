"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/overlay/menu";

/** Light, dark, or as the system has it. */
export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu
      trigger={
        <IconButton label="Theme">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </IconButton>
      }
      groups={[
        [
          {
            label: "Light",
            icon: <Sun aria-hidden />,
            checked: theme === "light",
            onSelect: () => setTheme("light"),
          },
          {
            label: "Dark",
            icon: <Moon aria-hidden />,
            checked: theme === "dark",
            onSelect: () => setTheme("dark"),
          },
          {
            label: "System",
            icon: <Monitor aria-hidden />,
            checked: theme === "system",
            onSelect: () => setTheme("system"),
          },
        ],
      ]}
    />
  );
}
