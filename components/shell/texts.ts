import { catalogue } from "@/lib/text/catalogue";

export const texts = catalogue({
  signInAgain: "Sign in again",
  signInAgainHelp:
    "Your session has ended. What you typed is still here, and Lamia goes on once you are signed in.",
  shortcuts: "Keyboard shortcuts",
  everywhere: "Everywhere",
  opensSearch: "Search and commands",
  showsShortcuts: "Show these shortcuts",
  closes: "Close a dialog, a menu, or a list of suggestions",
  menusAndTabs: "Menus and tabs",
  choosesEntry: "Go to the next or previous entry",
  choosesTab: "Go to the next or previous tab",
  choosesFirstOrLast: "Go to the first or last one",
  forms: "Forms",
  takesSuggestion: "Use the suggestion",
  movesRoute: "Move a route up or down",
  movesWeight: "Change the share of a version",
  yamlEditor: "YAML editor",
  suggestsFields: "Suggest fields and values",
  undoes: "Undo",
  space: "Space",
  or: "or",
});
