/** How grave something is that is told; in a file of its own, so that a page can have it without the schemas. */
export const levels = ["info", "success", "warning", "error"] as const;

export type Level = (typeof levels)[number];
