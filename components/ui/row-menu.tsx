"use client";
import { Ellipsis } from "lucide-react";
import { DropdownMenu, type MenuEntry } from "./dropdown-menu";
import { IconButton } from "./icon-button";

export interface RowMenuProps {
  /** Of what the row shows; the button is called "Actions for shop". */
  name: string;
  entries: readonly MenuEntry[];
  /** What takes something away, below a line. */
  last: Omit<MenuEntry, "danger">;
}

/** The menu at the end of a row. */
export function RowMenu({ name, entries, last }: RowMenuProps) {
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`Actions for ${name}`} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[entries, [{ ...last, danger: true }]]}
    />
  );
}
