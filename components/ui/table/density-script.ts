/** Where the browser stores the density of tables; default: comfortable. */
export const densityKey = "lamia-density";

/**
 * Runs in the document's head before the first paint, so that no row jumps. CSS reads it with the variant
 * `compact`.
 */
export const densityScript = [
  `try{if(localStorage.getItem("${densityKey}")==="compact")`,
  `document.documentElement.dataset.density="compact"}catch{}`,
].join("");
