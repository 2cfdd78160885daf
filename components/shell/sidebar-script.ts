/** Where the browser stores whether the sidebar is collapsed to a rail of icons. */
export const sidebarKey = "lamia-sidebar";

/** Runs in the document's head before the first paint, so that a collapsed sidebar never jumps. */
export const sidebarScript = [
  `try{if(localStorage.getItem("${sidebarKey}")==="rail")`,
  `document.documentElement.dataset.sidebar="rail"}catch{}`,
].join("");
