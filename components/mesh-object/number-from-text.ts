/**
 * What was typed into a field of numbers: a number, nothing, or text that the schema will refuse with its
 * message.
 */
export function numberFromText(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : text;
}
