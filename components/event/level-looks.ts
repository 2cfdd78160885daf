import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { Level } from "@/lib/api/choices";

/** How a level looks and is called. */
export const levelLooks = {
  info: { icon: Info, looks: "text-running", word: "Information" },
  success: { icon: CircleCheck, looks: "text-done", word: "Success" },
  warning: { icon: TriangleAlert, looks: "text-blocked", word: "Warning" },
  error: { icon: CircleAlert, looks: "text-failed", word: "Error" },
} as const satisfies Record<Level, { icon: LucideIcon; looks: string; word: string }>;
