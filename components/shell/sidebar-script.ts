/** Where the browser keeps whether the sidebar is folded to a rail of icons. */
export const sidebarKey = "lamia-sidebar";

/** Runs in the document's head before the first paint, so that a folded sidebar never jumps. */
export const sidebarScript = [
  `try{if(localStorage.getItem("${sidebarKey}")==="rail")`,
  `document.documentElement.dataset.sidebar="rail"}catch{}`,
].join("");
