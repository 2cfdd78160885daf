/** Letters typed within this time of each other form a word. */
const pauseInMilliseconds = 500;

/** Collects the letters typed into a menu: pass each key and its time, and get the word so far. */
export function typedWord(): (key: string, atInMilliseconds: number) => string {
  let word = "";
  let lastInMilliseconds = Number.NEGATIVE_INFINITY;
  return (key, atInMilliseconds) => {
    const goesOn = atInMilliseconds - lastInMilliseconds < pauseInMilliseconds;
    if (key.length !== 1 || (key === " " && !(goesOn && word))) {
      word = "";
      return word;
    }
    word = goesOn ? word + key.toLowerCase() : key.toLowerCase();
    lastInMilliseconds = atInMilliseconds;
    return word;
  };
}

/**
 * The entry of a menu that a key leads to (WAI-ARIA menu pattern): arrows wrap around, Home and End go to the first
 * and the last entry, a letter to the next entry that starts with it. Returns null for other keys.
 *
 * @param word the typed text so far, if more than one letter: finds the entry that starts with it, including the
 * current one
 */
export function menuItemFor(key: string, at: number, labels: readonly string[], word = key): number | null {
  const count = labels.length;
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key.length !== 1 || (key === " " && word.length < 2)) return null;
  // Repeating a letter cycles through the entries.
  const isOneLetter = [...word].every((letter) => letter === word[0]);
  const wanted = (isOneLetter ? key : word).toLowerCase();
  const first = isOneLetter ? 1 : 0;
  for (let step = first; step < count + first; step += 1) {
    const next = (Math.max(at, -first) + step) % count;
    if (labels[next]?.toLowerCase().startsWith(wanted)) return next;
  }
  return null;
}
