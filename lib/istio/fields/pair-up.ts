/**
 * For each form entry, the entry of the object that it edits, or `undefined` for a new one. `likeness` says how certain that
 * is (0 = different); the most certain pairs are formed first, and equally certain ones by the closest position.
 */
export function pairUp<Form, Entry>(
  forms: readonly Form[],
  entries: readonly Entry[],
  likeness: (form: Form, entry: Entry, samePlace: boolean) => number,
): (Entry | undefined)[] {
  const pairs = forms.flatMap((form, index) =>
    entries.map((entry, position) => ({
      index,
      position,
      score: likeness(form, entry, index === position && forms.length === entries.length),
    })),
  );
  pairs.sort((a, b) => b.score - a.score || Math.abs(a.index - a.position) - Math.abs(b.index - b.position));
  const result = new Array<Entry | undefined>(forms.length).fill(undefined);
  const done = new Set<number>();
  const used = new Set<number>();
  for (const { index, position, score } of pairs) {
    if (score <= 0 || done.has(index) || used.has(position)) continue;
    done.add(index);
    used.add(position);
    result[index] = entries[position];
  }
  return result;
}
