import { everywhere, type Role } from "@/lib/model/roles";
import { texts } from "./texts";

export const roleLabels: Readonly<Record<Role, string>> = {
  viewer: texts.viewer,
  operator: texts.operator,
  editor: texts.editor,
  admin: texts.admin,
};

/** The installation, or the name of a virtual cluster. */
export function scopeLabel(scope: string): string {
  return scope === everywhere ? texts.everywhere : scope;
}
