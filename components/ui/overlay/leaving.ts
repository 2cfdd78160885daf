type Hold = (go: () => void) => void;

let holding: Hold | null = null;

/** Goes at once, or once somebody has agreed to lose what is not saved on this page. */
export function leaveBy(go: () => void): void {
  if (holding) holding(go);
  else go();
}

/** Has `leaveBy` ask first, until what it returns is called. */
export function holdLeaving(hold: Hold): () => void {
  holding = hold;
  return () => {
    if (holding === hold) holding = null;
  };
}
